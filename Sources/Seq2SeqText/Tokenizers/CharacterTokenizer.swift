/// Characters: Unicode scalars, a space among them.
struct CharacterTokenizer: ByteTokenizer {
  func text(from tokens: [String]) -> String {
    tokens.joined()
  }

  func forEachToken(inNormalized text: Span<UInt8>, _ body: (Span<UInt8>) -> Void) {
    var position = 0
    while position < text.count {
      let end = min(position + UTF8Scalar.width(ofLead: text[position]), text.count)
      body(text.extracting(position..<end))
      position = end
    }
  }
}
