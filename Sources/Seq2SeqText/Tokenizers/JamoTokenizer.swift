/// Jamo: Hangul syllables as conjoining letters, other scripts by grapheme cluster.
///
/// Leading and trailing consonants are different tokens (U+1100 and U+11A8 are both ㄱ), so that
/// syllables can be composed again without guessing.
struct JamoTokenizer: ByteTokenizer {
  func text(from tokens: [String]) -> String {
    Hangul.composed(tokens)
  }

  func forEachToken(inNormalized text: Span<UInt8>, _ body: (Span<UInt8>) -> Void) {
    // A conjoining letter is three bytes of UTF-8, the first of them 0xE1.
    var letter: [UInt8] = [0xE1, 0, 0]
    func emit(_ syllable: UInt32) {
      Hangul.forEachLetter(of: syllable) { value in
        letter[1] = 0x80 | UInt8(truncatingIfNeeded: (value >> 6) & 0x3F)
        letter[2] = 0x80 | UInt8(truncatingIfNeeded: value & 0x3F)
        body(letter.span)
      }
    }
    guard TextScan(text).isOneScalarPerGrapheme else {
      forEachToken(ofGraphemesIn: String(repairing: text), emit: emit, body)
      return
    }
    CharacterTokenizer().forEachToken(inNormalized: text) { scalar in
      let value = UTF8Scalar.value(of: scalar)
      if Hangul.isSyllable(value) { emit(value) } else { body(scalar) }
    }
  }

  /// A cluster that holds Hangul is taken apart scalar by scalar: the marks that follow a syllable,
  /// and the letters of Old Korean, become tokens of their own.
  private func forEachToken(
    ofGraphemesIn text: String, emit: (UInt32) -> Void, _ body: (Span<UInt8>) -> Void
  ) {
    for grapheme in text {
      let scalars = grapheme.unicodeScalars
      guard scalars.contains(where: { Hangul.isHangul($0.value) }) else {
        body(Array(grapheme.utf8).span)
        continue
      }
      for scalar in scalars {
        if Hangul.isSyllable(scalar.value) {
          emit(scalar.value)
        } else {
          body(Array(String(scalar).utf8).span)
        }
      }
    }
  }
}
