/// How the model and the search see an output that the user holds to be right.
public struct ExplainedReference: Codable, Equatable, Sendable {
  /// Whose fault it is that the output is another (Stahlberg and Byrne 2019).
  public enum Verdict: String, Codable, CaseIterable, Sendable {
    /// The model scores the reference higher than the output: the search missed it.
    case searchError = "search error"
    /// The model scores the output higher: no search would help.
    case modelError = "model error"
    /// They are the same or score the same.
    case none
  }

  /// One token of the reference, the end symbol last.
  public struct Step: Codable, Equatable, Sendable {
    /// The token with its place in the softmax, after the reference's tokens before it.
    public var token: ExplainedCandidate
    /// How many tokens were more probable, plus 1.
    public var rank: Int
    /// The natural-log probability of the reference so far.
    public var logProbability: Double
    /// Whether the reference so far was in the beam.
    public var isInBeam: Bool
  }

  /// The reference, its log-probability and its score under the search's length penalty.
  public var hypothesis: ExplainedHypothesis
  /// Its tokens, one after the other.
  public var steps: [Step]
  /// The step, from 0, at which the reference fell off the beam; nil if it never did.
  public var fellOffAt: Int?
  /// At that step the natural-log probability of the last hypothesis that had a place.
  public var leastInBeam: Double?
  /// Whose fault it is that the output is another.
  public var verdict: Verdict
}
