/// Hangul syllables and their letters (The Unicode Standard, section 3.12, "Conjoining Jamo
/// Behavior").
enum Hangul {
  private static let syllables: ClosedRange<UInt32> = 0xAC00...0xD7A3
  private static let modernLeading: ClosedRange<UInt32> = 0x1100...0x1112
  private static let modernVowels: ClosedRange<UInt32> = 0x1161...0x1175
  private static let modernTrailing: ClosedRange<UInt32> = 0x11A8...0x11C2
  private static let vowelCount: UInt32 = 21
  private static let trailingCount: UInt32 = 28

  /// The letters that stand alone, in the order of `modernLeading`.
  private static let loneLeading = Array("ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ".unicodeScalars)
  /// The letters that stand alone, in the order of `modernTrailing`.
  private static let loneTrailing = Array(
    "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ".unicodeScalars)

  static func isSyllable(_ value: UInt32) -> Bool {
    syllables.contains(value)
  }

  /// Whether a scalar is a syllable or a conjoining letter, of modern or Old Korean.
  static func isHangul(_ value: UInt32) -> Bool {
    isSyllable(value) || isLeading(value) || isVowel(value) || isTrailing(value)
  }

  private static func isLeading(_ value: UInt32) -> Bool {
    (0x1100...0x115F).contains(value) || (0xA960...0xA97C).contains(value)
  }

  private static func isVowel(_ value: UInt32) -> Bool {
    (0x1160...0x11A7).contains(value) || (0xD7B0...0xD7C6).contains(value)
  }

  private static func isTrailing(_ value: UInt32) -> Bool {
    (0x11A8...0x11FF).contains(value) || (0xD7CB...0xD7FB).contains(value)
  }

  /// Calls a function with the two or three conjoining letters of a syllable.
  static func forEachLetter(of syllable: UInt32, _ body: (UInt32) -> Void) {
    let index = syllable - syllables.lowerBound
    let trailing = index % trailingCount
    let pair = index / trailingCount
    body(modernLeading.lowerBound + pair / vowelCount)
    body(modernVowels.lowerBound + pair % vowelCount)
    if trailing > 0 { body(modernTrailing.lowerBound + trailing - 1) }
  }

  /// The text of tokens, with conjoining letters composed to syllables.
  ///
  /// Letters that do not form a syllable (a vowel with no consonant before it, two leading
  /// consonants in a row) are shown as the letters that stand alone, ㄱ or ㅏ, so that the text can
  /// always be displayed. Clusters of Old Korean letters stay as they are.
  static func composed(_ tokens: [String]) -> String {
    var values: [UInt32] = []
    for token in tokens {
      for scalar in token.unicodeScalars {
        if isSyllable(scalar.value) {
          forEachLetter(of: scalar.value) { values.append($0) }
        } else {
          values.append(scalar.value)
        }
      }
    }
    var text = String.UnicodeScalarView()
    var rest = values[...]
    while let value = rest.first {
      rest = rest.dropFirst(
        isLeading(value) ? appendCluster(at: rest, to: &text) : appendLone(value, to: &text))
    }
    return String(text)
  }

  /// Appends what starts with a leading consonant and returns the number of letters used.
  private static func appendCluster(
    at values: ArraySlice<UInt32>, to text: inout String.UnicodeScalarView
  ) -> Int {
    let letters = Array(values.prefix(3))
    guard letters.count > 1, isVowel(letters[1]) else { return appendLone(letters[0], to: &text) }
    let trailing = letters.count > 2 && isTrailing(letters[2]) ? letters[2] : nil
    if modernLeading.contains(letters[0]), modernVowels.contains(letters[1]) {
      let leading = letters[0] - modernLeading.lowerBound
      let vowel = letters[1] - modernVowels.lowerBound
      var syllable = syllables.lowerBound + (leading * vowelCount + vowel) * trailingCount
      let composes = trailing.map(modernTrailing.contains) ?? false
      if let trailing, composes { syllable += trailing - modernTrailing.lowerBound + 1 }
      append(syllable, to: &text)
      if let trailing, !composes { append(trailing, to: &text) }
    } else {
      append(letters[0], to: &text)
      append(letters[1], to: &text)
      if let trailing { append(trailing, to: &text) }
    }
    return trailing == nil ? 2 : 3
  }

  /// Appends one scalar, a conjoining letter as the letter that stands alone, and returns 1.
  private static func appendLone(
    _ value: UInt32, to text: inout String.UnicodeScalarView
  ) -> Int {
    if modernLeading.contains(value) {
      text.append(loneLeading[Int(value - modernLeading.lowerBound)])
    } else if modernVowels.contains(value) {
      append(0x314F + value - modernVowels.lowerBound, to: &text)
    } else if modernTrailing.contains(value) {
      text.append(loneTrailing[Int(value - modernTrailing.lowerBound)])
    } else {
      append(value, to: &text)
    }
    return 1
  }

  private static func append(_ value: UInt32, to text: inout String.UnicodeScalarView) {
    if let scalar = Unicode.Scalar(value) { text.append(scalar) }
  }
}
