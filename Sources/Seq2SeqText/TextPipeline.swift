/// From a line of text to tokens and back: NFC, lower case if asked for, tokenizer.
public struct TextPipeline: Sendable, Equatable, Codable {
  /// What cuts the text.
  public var tokenizer: TokenizerKind
  /// Whether the text is put into lower case first.
  public var lowercase: Bool

  /// Makes a pipeline.
  public init(tokenizer: TokenizerKind, lowercase: Bool = false) {
    self.tokenizer = tokenizer
    self.lowercase = lowercase
  }

  /// The tokens of a line.
  public func tokens(in text: String) -> [String] {
    tokenizer.tokenizer.tokens(in: lowercase ? Normalization.lowercased(text) : text)
  }

  /// The line that tokens stand for.
  public func text(from tokens: [String]) -> String {
    tokenizer.tokenizer.text(from: tokens)
  }

  /// Calls a function with the bytes of each token of a line of a file, as ``tokens(in:)`` finds
  /// them.
  ///
  /// - Parameter tokenizer: The tokenizer of this pipeline, which the caller makes once.
  /// - Returns: `false` if the bytes were not UTF-8 and had to be repaired.
  func forEachToken(
    in line: Span<UInt8>, using tokenizer: any Tokenizer, _ body: (Span<UInt8>) -> Void
  ) -> Bool {
    let scan = TextScan(line)
    if scan.isComposed && (!lowercase || scan.isCasedInLatin1Only) {
      if lowercase && scan.hasLatin1Capital {
        tokenizer.forEachToken(inNormalized: Self.lowercasedLatin1(line).span, body)
      } else {
        tokenizer.forEachToken(inNormalized: line, body)
      }
      return true
    }
    let text = String(repairing: line)
    let ready = lowercase ? Normalization.lowercased(text) : Normalization.composed(text)
    tokenizer.forEachToken(inNormalized: Array(ready.utf8).span, body)
    return scan.isValid
  }

  /// Puts A to Z and À to Þ into lower case, which changes one bit of the last byte.
  private static func lowercasedLatin1(_ text: Span<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    var lead: UInt8 = 0
    for index in text.indices {
      let byte = text[index]
      let isCapital =
        byte &- 0x41 < 26 || (lead == 0xC3 && (0x80...0x9E).contains(byte) && byte != 0x97)
      bytes.append(isCapital ? byte | 0x20 : byte)
      lead = byte
    }
    return bytes
  }
}
