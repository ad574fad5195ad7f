/// A complete output sequence that a search found.
public struct Hypothesis: Sendable, Equatable {
  /// The target tokens, without the start and the end symbol.
  public var tokens: [Int32]
  /// The natural-log probability of the tokens and of the end symbol.
  public var logProbability: Double
  /// `logProbability` after the penalties: what hypotheses are ranked by.
  public var score: Double
  /// For each token the source position with the most attention, -1 for an empty source; nil
  /// unless `SearchOptions.replaceUnknown` asks for them.
  public var sourcePositions: [Int32]?

  /// Makes a hypothesis of its parts.
  public init(
    tokens: [Int32], logProbability: Double, score: Double, sourcePositions: [Int32]? = nil
  ) {
    self.tokens = tokens
    self.logProbability = logProbability
    self.score = score
    self.sourcePositions = sourcePositions
  }

  /// The order of an n-best list: by score, then the shorter, then by the token ids.
  func precedes(_ other: Hypothesis) -> Bool {
    if score != other.score { return score > other.score }
    if tokens.count != other.tokens.count { return tokens.count < other.tokens.count }
    return tokens.lexicographicallyPrecedes(other.tokens)
  }
}
