/// A complete output sequence that a search found.
public struct Hypothesis: Sendable, Equatable {
  /// The target tokens, without the start and the end symbol.
  public var tokens: [Int32]
  /// The natural-log probability of the tokens and of the end symbol.
  public var logProbability: Double
  /// `logProbability` after the length penalty: what hypotheses are ranked by.
  public var score: Double

  /// Makes a hypothesis of its parts.
  public init(tokens: [Int32], logProbability: Double, score: Double) {
    self.tokens = tokens
    self.logProbability = logProbability
    self.score = score
  }

  /// The order of an n-best list: by score, then the shorter, then by the token ids.
  func precedes(_ other: Hypothesis) -> Bool {
    if score != other.score { return score > other.score }
    if tokens.count != other.tokens.count { return tokens.count < other.tokens.count }
    return tokens.lexicographicallyPrecedes(other.tokens)
  }
}
