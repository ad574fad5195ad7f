import Foundation

/// Text on its way into HTML and SVG, both written as well-formed XML.
enum Markup {
  /// Text for an element or an attribute: nothing in it can be taken for markup.
  static func escaped(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(isAllowed(scalar) ? scalar : "\u{FFFD}")
      }
    }
    return result
  }

  /// XML 1.0 has no place for most controls and for U+FFFE and U+FFFF; HTML frowns on C1 controls.
  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D: true
    case 0...0x1F, 0x7F...0x9F, 0xFFFE, 0xFFFF: false
    default: true
    }
  }

  /// Escaped text in which `code` between back-ticks and **bold** are marked up; marks without a partner
  /// stay as they are.
  static func inline(_ text: String) -> String {
    let parts = paired(text.components(separatedBy: "`"), mark: "`")
    return parts.enumerated().map { index, part in
      index % 2 == 1 ? "<code>\(escaped(part))</code>" : bold(part)
    }.joined()
  }

  private static func bold(_ text: String) -> String {
    let parts = paired(text.components(separatedBy: "**"), mark: "**")
    return parts.enumerated().map { index, part in
      index % 2 == 1 ? "<strong>\(escaped(part))</strong>" : escaped(part)
    }.joined()
  }

  /// Parts that lie outside and inside by turns, the last outside.
  private static func paired(_ parts: [String], mark: String) -> [String] {
    guard parts.count % 2 == 0, let last = parts.last else { return parts }
    var parts = Array(parts.dropLast())
    parts[parts.count - 1] += mark + last
    return parts
  }
}
