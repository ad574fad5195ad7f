/// The Unicode property White_Space on UTF-8 bytes.
enum WhiteSpace {
  /// The number of bytes of the white-space scalar at a position, 0 if there is none.
  ///
  /// At a byte that does not lead a scalar it answers 0.
  static func width(at position: Int, in text: Span<UInt8>) -> Int {
    let lead = text[position]
    if lead < 0x80 { return lead == 0x20 || (0x09...0x0D).contains(lead) ? 1 : 0 }
    switch lead {
    case 0xC2 where position + 1 < text.count:
      let next = text[position + 1]
      return next == 0x85 || next == 0xA0 ? 2 : 0
    case 0xE1, 0xE2, 0xE3:
      guard position + 2 < text.count else { return 0 }
      return isSpace(lead, text[position + 1], text[position + 2]) ? 3 : 0
    default:
      return 0
    }
  }

  private static func isSpace(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Bool {
    switch (first, second) {
    case (0xE1, 0x9A), (0xE3, 0x80): third == 0x80  // U+1680, U+3000
    case (0xE2, 0x80):  // U+2000 to U+200A, U+2028, U+2029, U+202F
      (0x80...0x8A).contains(third) || third == 0xA8 || third == 0xA9 || third == 0xAF
    case (0xE2, 0x81): third == 0x9F  // U+205F
    default: false
    }
  }

  /// Whether a text holds nothing but white space.
  static func isBlank(_ text: Span<UInt8>) -> Bool {
    var position = 0
    while position < text.count {
      let width = width(at: position, in: text)
      if width == 0 { return false }
      position += width
    }
    return true
  }
}
