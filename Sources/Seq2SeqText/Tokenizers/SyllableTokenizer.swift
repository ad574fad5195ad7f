/// Syllables: grapheme clusters, so that a Hangul syllable block, or a letter with its accents, is
/// one token.
struct SyllableTokenizer: ByteTokenizer {
  func text(from tokens: [String]) -> String {
    tokens.joined()
  }

  func forEachToken(inNormalized text: Span<UInt8>, _ body: (Span<UInt8>) -> Void) {
    if TextScan(text).isOneScalarPerGrapheme {
      CharacterTokenizer().forEachToken(inNormalized: text, body)
      return
    }
    for grapheme in String(repairing: text) {
      body(Array(grapheme.utf8).span)
    }
  }
}
