import Foundation

/// Numbers as pages show them.
enum PageNumber {
  /// A coordinate with at most two decimals; the way to a not finite one is barred before.
  static func coordinate(_ value: Double) -> String {
    guard value.isFinite else { return "0" }
    let rounded = (Swift.max(-1e7, Swift.min(1e7, value)) * 100).rounded() / 100
    return rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
  }

  /// A value with four significant digits.
  static func value(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "−∞" : "∞" }
    if value == 0 { return "0" }
    let size = abs(value)
    let text =
      size >= 1e6 || size < 1e-4
      ? String(format: "%.3g", value) : String(format: "%.\(decimals(size))f", value)
    return trimmed(text).replacing("-", with: "−")
  }

  private static func decimals(_ size: Double) -> Int {
    Swift.max(0, Swift.min(7, 3 - Int(log10(size).rounded(.down))))
  }

  private static func trimmed(_ text: String) -> String {
    guard text.contains("."), !text.contains("e") else { return text }
    var text = text[...]
    while text.hasSuffix("0") { text = text.dropLast() }
    return String(text.hasSuffix(".") ? text.dropLast() : text)
  }
}
