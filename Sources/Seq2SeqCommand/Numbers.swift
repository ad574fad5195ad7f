import Foundation

extension Int {
  /// The number with a comma before each group of three digits.
  var grouped: String {
    let digits = Array(String(magnitude))
    let text = digits.indices.reduce(into: "") { text, index in
      if index > 0 && (digits.count - index) % 3 == 0 { text.append(",") }
      text.append(digits[index])
    }
    return (self < 0 ? "-" : "") + text
  }

  /// The number with a noun: `1 line`, `1,014 lines`.
  func of(_ noun: String) -> String { "\(grouped) \(noun)\(self == 1 ? "" : "s")" }
}

extension Double {
  /// The number with so many decimals, and never a negative nothing.
  func fixed(_ decimals: Int) -> String {
    let text = String(format: "%.\(decimals)f", self)
    return text.contains { $0 != "-" && $0 != "0" && $0 != "." }
      ? text : String(text.drop { $0 == "-" })
  }

  /// Seconds as `2.3 s`, `2:03` or `1:02:03`.
  var duration: String {
    guard self >= 60 else { return "\(fixed(1)) s" }
    // A year is more than anyone waits, and less than traps.
    let total = Int(Swift.min(self, 31_536_000).rounded())
    let (hours, minutes) = (total / 3_600, total / 60 % 60)
    return hours > 0
      ? String(format: "%d:%02d:%02d", hours, minutes, total % 60)
      : String(format: "%d:%02d", minutes, total % 60)
  }
}
