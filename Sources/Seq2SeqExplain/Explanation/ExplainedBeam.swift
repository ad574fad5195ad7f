import Seq2SeqDecoding

/// How the search came by its output.
public struct ExplainedBeam: Codable, Equatable, Sendable {
  /// What became of a continuation.
  public enum Outcome: String, Codable, CaseIterable, Sendable {
    /// It went on at the next step.
    case kept
    /// It was complete.
    case ended
    /// Better ones took all places of the beam.
    case pruned
  }

  /// One way to continue a hypothesis.
  public struct Node: Codable, Equatable, Sendable {
    /// Its number, unique within the search.
    public var node: Int
    /// The node that it continues; nil: it continues the start.
    public var parent: Int?
    /// Which of the search's beams it is in: the number of the group or of the sample, from 0.
    public var group: Int
    /// The step, from 0.
    public var step: Int
    /// The token by which it does.
    public var token: ExplainedToken
    /// The natural-log probability of the hypothesis so far.
    public var logProbability: Double
    /// The natural-log probability of this token.
    public var tokenLogProbability: Double
    /// What became of it.
    public var outcome: Outcome
    /// Whether it is part of the output.
    public var isOutput: Bool
  }

  /// The places of the beam.
  public var size: Int
  /// What there was to choose from, step by step and best first: all that were kept or ended, and the best
  /// of those pruned.
  public var nodes: [Node]
}
