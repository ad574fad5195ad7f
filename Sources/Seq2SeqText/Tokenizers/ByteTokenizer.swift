/// A tokenizer that cuts bytes itself and gets its strings from them.
protocol ByteTokenizer: Tokenizer {}

extension ByteTokenizer {
  func tokens(in text: String) -> [String] {
    var tokens: [String] = []
    let bytes = Array(Normalization.composed(text).utf8)
    forEachToken(inNormalized: bytes.span) { tokens.append(String(repairing: $0)) }
    return tokens
  }
}
