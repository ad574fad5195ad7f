/// Words: what stands between white space.
struct WordTokenizer: ByteTokenizer {
  func text(from tokens: [String]) -> String {
    tokens.joined(separator: " ")
  }

  func forEachToken(inNormalized text: Span<UInt8>, _ body: (Span<UInt8>) -> Void) {
    var start = 0
    var position = 0
    while position < text.count {
      let byte = text[position]
      if byte > 0x20 && byte < 0x80 {
        position += 1
        continue
      }
      let width = WhiteSpace.width(at: position, in: text)
      if width == 0 {
        position += 1
        continue
      }
      if start < position { body(text.extracting(start..<position)) }
      position += width
      start = position
    }
    if start < position { body(text.extracting(start..<position)) }
  }
}
