/// From a line of text to tokens and back: NFC, lower case if asked for, tokenizer.
public struct TextPipeline: Sendable {
  /// What cuts the text.
  public let tokenizer: TokenizerKind
  /// Whether the text is put into lower case first.
  public let lowercase: Bool
  /// The pieces that `bpe` and `unigram` cut text into.
  public let subwordModel: SubwordModel?
  private let cutter: any Tokenizer

  /// Makes a pipeline.
  ///
  /// - Throws: ``UserError`` if `bpe` or `unigram` comes without a model of its kind.
  public init(
    tokenizer: TokenizerKind, lowercase: Bool = false, subwordModel: SubwordModel? = nil
  ) throws {
    cutter = try tokenizer.tokenizer(subwordModel)
    self.tokenizer = tokenizer
    self.lowercase = lowercase
    self.subwordModel = tokenizer.isSubword ? subwordModel : nil
  }

  /// The tokens of a line.
  public func tokens(in text: String) -> [String] {
    cutter.tokens(in: lowercase ? Normalization.lowercased(text) : text)
  }

  /// The line that tokens stand for.
  public func text(from tokens: [String]) -> String {
    cutter.text(from: tokens)
  }

  /// The tokens that error rates count: those of the tokenizer, but whole words for `bpe` and
  /// `unigram`, so that the rates of models with other pieces can be compared.
  package func countedTokens(in text: String) -> [String] {
    guard tokenizer.isSubword else { return tokens(in: text) }
    return WordTokenizer().tokens(in: lowercase ? Normalization.lowercased(text) : text)
  }

  /// Calls a function with the bytes of each token of a line of a file, as ``tokens(in:)`` finds
  /// them.
  ///
  /// - Returns: `false` if the bytes were not UTF-8 and had to be repaired.
  func forEachToken(in line: Span<UInt8>, _ body: (Span<UInt8>) -> Void) -> Bool {
    let scan = TextScan(line)
    if scan.isComposed && (!lowercase || scan.isCasedInLatin1Only) {
      if lowercase && scan.hasLatin1Capital {
        cutter.forEachToken(inNormalized: Self.lowercasedLatin1(line).span, body)
      } else {
        cutter.forEachToken(inNormalized: line, body)
      }
      return true
    }
    let text = String(repairing: line)
    let ready = lowercase ? Normalization.lowercased(text) : Normalization.composed(text)
    cutter.forEachToken(inNormalized: Array(ready.utf8).span, body)
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

extension TextPipeline: Equatable {
  /// Pipelines are equal if they cut every text alike by what they are made of.
  public static func == (left: TextPipeline, right: TextPipeline) -> Bool {
    left.tokenizer == right.tokenizer && left.lowercase == right.lowercase
      && left.subwordModel == right.subwordModel
  }
}
