/// Pieces of a subword model, `▁` (U+2581) at the beginning of a word.
///
/// White space counts as in ``WordTokenizer``; `▁` itself counts as white space too. Whatever else a
/// well-formed text holds comes back from its tokens if the model has bytes, as all do that are
/// trained here.
struct SubwordTokenizer: ByteTokenizer {
  static let wordMark: [UInt8] = [0xE2, 0x96, 0x81]

  let model: SubwordModel

  func forEachToken(inNormalized text: Span<UInt8>, _ body: (Span<UInt8>) -> Void) {
    let words = Self.withSingleSpaces(text)
    if words.isEmpty { return }
    model.forEachPiece(of: words) { piece in
      if Vocabulary.isOrdinary(piece) || !model.hasBytes {
        body(piece)
      } else {
        // A piece that spells `</s>` is text, which a vocabulary would take for unknown.
        for index in piece.indices { body(Self.token(ofByte: piece[index]).span) }
      }
    }
  }

  func text(from tokens: [String]) -> String {
    var bytes: [UInt8] = []
    for token in tokens {
      let token = Array(token.utf8)
      if model.hasBytes, let byte = Self.byte(ofToken: token.span) {
        bytes.append(byte)
      } else {
        bytes += token
      }
    }
    // A mark may come as bytes, too, from a model that saw no text but without it.
    var line: [UInt8] = []
    var position = 0
    while position < bytes.count {
      let isMark = Self.isMark(at: position, in: bytes.span)
      line.append(isMark ? 0x20 : bytes[position])
      position += isMark ? Self.wordMark.count : 1
    }
    var text = line.drop { $0 == 0x20 }
    while text.last == 0x20 { text.removeLast() }
    return String(decoding: text, as: UTF8.self)
  }

  /// Words with one space between them.
  private static func withSingleSpaces(_ text: Span<UInt8>) -> [UInt8] {
    var words: [UInt8] = []
    words.reserveCapacity(text.count)
    WordTokenizer().forEachToken(inNormalized: text) { word in
      var start = 0
      for position in 0...word.count where position == word.count || isMark(at: position, in: word)
      {
        if start < position {
          if !words.isEmpty { words.append(0x20) }
          for index in start..<position { words.append(word[index]) }
        }
        start = position + wordMark.count
      }
    }
    return words
  }

  private static func isMark(at position: Int, in text: Span<UInt8>) -> Bool {
    position + 2 < text.count && text[position] == wordMark[0]
      && text[position + 1] == wordMark[1] && text[position + 2] == wordMark[2]
  }

  private static let digits = Array("0123456789ABCDEF".utf8)

  /// `<0xEA>`.
  private static func token(ofByte byte: UInt8) -> [UInt8] {
    Array("<0x".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)], UInt8(ascii: ">")]
  }

  /// The byte that a token like `<0xEA>` stands for.
  private static func byte(ofToken token: Span<UInt8>) -> UInt8? {
    guard token.count == 6, token[0] == UInt8(ascii: "<"), token[1] == UInt8(ascii: "0"),
      token[2] == UInt8(ascii: "x"), token[5] == UInt8(ascii: ">"),
      let high = digits.firstIndex(of: token[3]), let low = digits.firstIndex(of: token[4])
    else { return nil }
    return UInt8(high << 4 | low)
  }
}
