/// What a search asks of a scorer at one step, row by row.
public struct StepRequest: Sendable {
  /// The row of the previous request that each row continues; at the first the sentence numbers.
  public var parents: [Int32]
  /// The token by which each row continues it; at the first the start symbol.
  public var tokens: [Int32]
  /// For each row one token whose log-probability is wanted in any case: the end symbol, or the
  /// token that has to come next.
  public var asked: [Int32]
  /// How many of the most probable tokens to return for each row: from 0 to V - 2 (or 1) and the most
  /// tokens that a sentence has for itself alone.
  public var candidateCount: Int
  /// What logits are divided by before the softmax; above 0.
  public var temperature: Double
  /// Whether the log-probabilities of all tokens are wanted.
  public var wantsDistribution: Bool
  /// Whether the attention over the source is wanted.
  public var wantsAttention: Bool

  /// Describes a step; what is not given is not wanted.
  public init(
    parents: [Int32], tokens: [Int32], asked: [Int32], candidateCount: Int = 0,
    temperature: Double = 1, wantsDistribution: Bool = false, wantsAttention: Bool = false
  ) {
    self.parents = parents
    self.tokens = tokens
    self.asked = asked
    self.candidateCount = candidateCount
    self.temperature = temperature
    self.wantsDistribution = wantsDistribution
    self.wantsAttention = wantsAttention
  }
}
