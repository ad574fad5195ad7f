/// The tokenizers by the names that a configuration uses.
public enum TokenizerKind: String, CaseIterable, Codable, Sendable {
  /// Split at Unicode white space, joined by one space.
  case words
  /// Unicode scalars of the text in NFC.
  case characters
  /// Grapheme clusters: a Hangul syllable block is one token.
  case syllables
  /// Hangul letters (leading, vowel, trailing); other scripts by grapheme cluster.
  case jamo

  /// Pieces of words, put together from the most frequent pairs (Sennrich et al. 2016).
  case bpe
  /// Pieces of words, by their probabilities (Kudo 2018).
  case unigram

  /// Whether tokens are pieces of words, so that a ``SubwordModel`` is needed to find them.
  public var isSubword: Bool {
    switch self {
    case .bpe, .unigram: true
    case .words, .characters, .syllables, .jamo: false
    }
  }

  /// The tokenizer of this name.
  ///
  /// - Parameter subwordModel: The pieces; only `bpe` and `unigram` take one.
  /// - Throws: ``UserError`` if there is no model where one is needed, or one of another kind.
  public func tokenizer(_ subwordModel: SubwordModel? = nil) throws -> any Tokenizer {
    switch self {
    case .words: return WordTokenizer()
    case .characters: return CharacterTokenizer()
    case .syllables: return SyllableTokenizer()
    case .jamo: return JamoTokenizer()
    case .bpe, .unigram:
      guard let subwordModel else {
        throw UserError(
          .badData, "the tokenizer \(rawValue) has no SentencePiece model",
          remedy: "train one, or read one from a file")
      }
      guard subwordModel.kind == self else {
        throw UserError(
          .badData, "the SentencePiece model is of kind \(subwordModel.kind.rawValue)",
          remedy: "set the tokenizer to \(subwordModel.kind.rawValue)")
      }
      return SubwordTokenizer(model: subwordModel)
    }
  }
}
