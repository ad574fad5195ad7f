/// A complete output.
public struct ExplainedHypothesis: Codable, Equatable, Sendable {
  /// The line.
  public var text: String
  /// Its tokens, without the end symbol.
  public var tokens: [ExplainedToken]
  /// The natural-log probability, end symbol included.
  public var logProbability: Double
  /// What the search ranks by: the log-probability after the length penalty.
  public var score: Double
}
