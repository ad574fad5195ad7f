/// What a search did with one beam of a sentence at one step.
package struct SearchStep: Sendable, Equatable {
  /// How many of the pruned are told at most: the best ones.
  package static let prunedCount = 8

  /// What became of a continuation.
  package enum Outcome: String, Sendable {
    /// It goes on at the next step.
    case kept
    /// It is complete.
    case ended
    /// Better ones took all places.
    case pruned
  }

  /// One way to continue a hypothesis.
  package struct Choice: Sendable, Equatable {
    /// Unique within the search; what later choices name as their parent.
    package var node: Int
    /// The node that it continues; nil: it continues the start.
    package var parent: Int?
    /// The token by which it does; the end symbol for one that ends.
    package var token: Int32
    /// The natural-log probability of the whole hypothesis.
    package var logProbability: Double
    /// The natural-log probability of this token.
    package var tokenLogProbability: Double
    package var outcome: Outcome
  }

  /// The number of the sentence within the call.
  package var sentence: Int
  /// Which of its beams it is: the number of the group or of the sample, from 0.
  package var group: Int
  /// The number of the step, from 0: the position of its tokens.
  package var step: Int
  /// Best first: those kept or ended, then the best of those pruned. Sampling and forced prefixes prune none.
  package var choices: [Choice]
}
