/// A token that may come next.
public struct ExplainedCandidate: Codable, Equatable, Sendable {
  /// The token.
  public var token: ExplainedToken
  /// What the projection gives it, divided by the temperature: what the softmax gets.
  public var logit: Float
  /// Its natural-log probability.
  public var logProbability: Float
  /// Its probability.
  public var probability: Double
}
