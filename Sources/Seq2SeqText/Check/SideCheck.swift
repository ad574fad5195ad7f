/// What is in one side of a file of pairs.
public struct SideCheck: Sendable, Equatable, Encodable {
  /// All tokens.
  public var tokens = 0
  /// Different tokens.
  public var types = 0
  /// Tokens that the vocabulary of the training pairs does not have.
  public var unknownTokens = 0
  /// Different tokens that it does not have.
  public var unknownTypes = 0
  /// Code points of tokens that the training pairs have nowhere on this side, the most frequent first: with `jamo`
  /// letters of Hangul, else whole syllables.
  public var unseenSymbols: [UnseenSymbol] = []
  /// Lines in NFC of which something could be taken apart, as a Hangul syllable into letters.
  public var composed = CorpusReport.Finding()
  /// Lines that are not in NFC. Training composes them, other programs may not.
  public var decomposed = CorpusReport.Finding()
  /// Lines on which this side is nothing but white space.
  public var empty = CorpusReport.Finding()
  /// Lines with more tokens than the maximum length, which training leaves out.
  public var overLong = CorpusReport.Finding()
  /// How many tokens lines have.
  public var lengths = LengthSummary([])

  /// The share of tokens that the vocabulary has, in percent; 100 of none.
  public var tokenCoverage: Double { SideCheck.percent(tokens - unknownTokens, of: tokens) }
  /// The share of different tokens that the vocabulary has, in percent; 100 of none.
  public var typeCoverage: Double { SideCheck.percent(types - unknownTypes, of: types) }
  /// Whether some lines are in NFC and others are not.
  public var mixesForms: Bool { composed.count > 0 && decomposed.count > 0 }

  enum CodingKeys: String, CodingKey {
    case tokens, types, composed, decomposed, empty, lengths
    case unknownTokens = "unknown_tokens"
    case unknownTypes = "unknown_types"
    case tokenCoverage = "token_coverage"
    case typeCoverage = "type_coverage"
    case unseenSymbols = "unseen_symbols"
    case overLong = "over_long"
  }

  /// Writes the shares too.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(tokens, forKey: .tokens)
    try container.encode(types, forKey: .types)
    try container.encode(unknownTokens, forKey: .unknownTokens)
    try container.encode(unknownTypes, forKey: .unknownTypes)
    try container.encode(tokenCoverage, forKey: .tokenCoverage)
    try container.encode(typeCoverage, forKey: .typeCoverage)
    try container.encode(unseenSymbols, forKey: .unseenSymbols)
    try container.encode(composed, forKey: .composed)
    try container.encode(decomposed, forKey: .decomposed)
    try container.encode(empty, forKey: .empty)
    try container.encode(overLong, forKey: .overLong)
    try container.encode(lengths, forKey: .lengths)
  }

  private static func percent(_ part: Int, of whole: Int) -> Double {
    whole == 0 ? 100 : 100 * Double(part) / Double(whole)
  }
}
