import Seq2SeqText

/// How the text of one side becomes tokens.
public struct TextConfiguration: Codable, Equatable, Sendable {
  /// What a token is.
  public var tokenizer = TokenizerKind.words
  /// Whether the text is put into lower case.
  public var lowercase = false
  /// The most tokens the vocabulary keeps, the most frequent first; all of them if nil. With `bpe` and
  /// `unigram` the pieces of the model that is trained, `SubwordModel.defaultSize` if nil.
  public var vocabularySize: Int?
  /// The fewest times a token occurs to be kept.
  public var minimumFrequency = 1
  /// The tokens of the longest sentence used to train.
  public var maximumLength = 100
  /// A SentencePiece model to use with `bpe` and `unigram`; nil: one is trained from the training text.
  public var subwordModel: String?
  /// How freely `bpe` and `unigram` cut while training: the share of merges that BPE drops
  /// (Provilkov et al. 2020), or the inverse temperature of unigram's draw (Kudo 2018); 0: always the best cut.
  public var subwordSampling = 0.0

  /// Words, as they are.
  public init() {}

  enum CodingKeys: String, CodingKey {
    case tokenizer, lowercase
    case vocabularySize = "vocabulary_size"
    case minimumFrequency = "min_frequency"
    case maximumLength = "max_length"
    case subwordModel = "subword_model"
    case subwordSampling = "subword_sampling"
  }

  /// Reads what is given and takes the defaults for the rest.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    tokenizer = try container.decodeIfPresent(TokenizerKind.self, forKey: .tokenizer) ?? tokenizer
    lowercase = try container.decodeIfPresent(Bool.self, forKey: .lowercase) ?? lowercase
    vocabularySize = try container.decodeIfPresent(Int.self, forKey: .vocabularySize)
    minimumFrequency =
      try container.decodeIfPresent(Int.self, forKey: .minimumFrequency) ?? minimumFrequency
    maximumLength = try container.decodeIfPresent(Int.self, forKey: .maximumLength) ?? maximumLength
    subwordModel = try container.decodeIfPresent(String.self, forKey: .subwordModel)
    subwordSampling =
      try container.decodeIfPresent(Double.self, forKey: .subwordSampling) ?? subwordSampling
  }
}

extension TextConfiguration {
  /// How lines of this side become tokens and back.
  ///
  /// - Parameter subwordModel: The pieces of `bpe` and `unigram`.
  /// - Throws: `UserError` if one of them comes without a model of its kind.
  public func pipeline(_ subwordModel: SubwordModel? = nil) throws -> TextPipeline {
    try TextPipeline(tokenizer: tokenizer, lowercase: lowercase, subwordModel: subwordModel)
  }

  /// What the corpus loader needs to know of this side.
  package func sideOptions(_ subwordModel: SubwordModel? = nil) throws -> SideOptions {
    SideOptions(
      pipeline: try pipeline(subwordModel), maximumLength: maximumLength,
      vocabularySize: vocabularySize, minimumFrequency: minimumFrequency)
  }
}
