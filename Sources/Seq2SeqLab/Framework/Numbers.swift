import Foundation

extension Double {
  /// The number with so many decimals, and never a negative nothing.
  func fixed(_ decimals: Int) -> String {
    let text = String(format: "%.\(decimals)f", self)
    let isNothing = text.allSatisfy { $0 == "-" || $0 == "0" || $0 == "." }
    return isNothing ? String(text.drop { $0 == "-" }) : text
  }

  /// The number by its size, for errors: `3.2e-08`.
  var scientific: String { String(format: "%.1e", self) }
}

extension Array where Element == Double {
  /// The mean; 0 of nothing.
  var mean: Double { isEmpty ? 0 : reduce(0, +) / Double(count) }
}

/// The share of those for which something holds, in percent; 0 of nothing.
func percent(_ part: Int, of whole: Int) -> Double {
  whole == 0 ? 0 : 100 * Double(part) / Double(whole)
}
