/// A wrong output with what may be behind it.
public struct TriagedLine: Sendable, Equatable {
  /// The number of the pair, from 1.
  public let number: Int
  /// What was translated.
  public let source: String
  /// What was expected.
  public let reference: String
  /// What came out.
  public let hypothesis: String
  /// What the search ranked the output by.
  public let score: Double
  /// What it would have ranked the reference by.
  public let referenceScore: Double
  /// What may be behind it, in the order of ``ErrorLabel``; at least one.
  public let labels: [ErrorLabel]
}
