/// What one look at the bytes of a text can tell, so that most texts need no further work.
///
/// Every answer errs on the safe side: `true` is certain, `false` means "look closer".
struct TextScan: Equatable {
  /// The bytes are well-formed UTF-8.
  private(set) var isValid = true
  /// The text is in NFC.
  private(set) var isComposed = true
  /// No scalar beyond Latin-1 has a lower-case form.
  private(set) var isCasedInLatin1Only = true
  /// Grapheme clusters and scalars are the same.
  private(set) var isOneScalarPerGrapheme = true
  /// There is a capital letter of Latin-1.
  private(set) var hasLatin1Capital = false

  init(_ text: Span<UInt8>) {
    var position = 0
    while position < text.count {
      let byte = text[position]
      if byte < 0x80 {
        if byte &- 0x41 < 26 { hasLatin1Capital = true }
        // CR and LF form one cluster.
        if byte == 0x0D { isOneScalarPerGrapheme = false }
        position += 1
        continue
      }
      let width = Self.width(ofScalarAt: position, in: text)
      guard width > 0 else {
        isValid = false
        isComposed = false
        isCasedInLatin1Only = false
        isOneScalarPerGrapheme = false
        return
      }
      note(UTF8Scalar.value(of: text.extracting(position..<position + width)))
      position += width
    }
  }

  /// The width of a well-formed scalar of two bytes or more, 0 if it is ill-formed
  /// (The Unicode Standard, table 3-7).
  private static func width(ofScalarAt position: Int, in text: Span<UInt8>) -> Int {
    let lead = text[position]
    let width = UTF8Scalar.width(ofLead: lead)
    guard lead >= 0xC2, lead <= 0xF4, position + width <= text.count else { return 0 }
    for index in position + 1..<position + width where text[index] & 0xC0 != 0x80 { return 0 }
    let second = text[position + 1]
    switch lead {
    case 0xE0: return second >= 0xA0 ? width : 0
    case 0xED: return second <= 0x9F ? width : 0
    case 0xF0: return second >= 0x90 ? width : 0
    case 0xF4: return second <= 0x8F ? width : 0
    default: return width
    }
  }

  /// Ranges in which no scalar changes under NFC, combines with the scalar before it, or (but for
  /// emoji and joiners) belongs to a longer grapheme cluster. Whatever is missing here is only
  /// slower.
  private mutating func note(_ value: UInt32) {
    switch value {
    case 0xAC00...0xD7A3,  // Hangul syllables
      0x2E80...0x2FDF, 0x3000...0x3029, 0x3030...0x3098, 0x309B...0x33FF,  // kana, CJK punctuation
      0x3400...0x9FFF, 0x20000...0x2A6DF,  // CJK
      0x2002...0x200B, 0x200E...0x206F, 0x20A0...0x20BF, 0x2190...0x22FF, 0xFFFD:
      break
    case 0x80...0xFF:
      if (0xC0...0xDE).contains(value) && value != 0xD7 { hasLatin1Capital = true }
    case 0x100..<0x300, 0x388...0x3CF, 0x400...0x482, 0x48A...0x52F, 0x1E00...0x1EFF,
      0xFF01...0xFF9D:
      isCasedInLatin1Only = false
    case 0x200C, 0x200D, 0x1F300...0x1F9FF:  // joiners, emoji
      isOneScalarPerGrapheme = false
    default:
      isComposed = false
      isCasedInLatin1Only = false
      isOneScalarPerGrapheme = false
    }
  }
}
