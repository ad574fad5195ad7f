/// What a scorer did that leaves a search without an answer.
public enum SearchError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A log-probability is NaN or positive infinity.
  ///
  /// `sentence` is its number within the call, from 0, so that the caller can name the line;
  /// `position` is the position of the target token, from 0.
  case notALogProbability(sentence: Int, position: Int)
  /// A step did not return the arrays that it was asked for.
  case wrongShape(rows: Int, candidateCount: Int)
  /// A step did not return the attention that it was asked for.
  case noAttention

  /// The one line that the user sees.
  public var description: String {
    switch self {
    case .notALogProbability(let sentence, let position):
      "sentence \(sentence) (from 0): the model's probability for target token \(position) is not"
        + " a number; its weights are damaged or its training diverged: train it again"
    case .wrongShape(let rows, let candidateCount):
      "the scorer's arrays do not hold \(rows) rows of at most \(candidateCount) candidates;"
        + " correct its `step`"
    case .noAttention:
      "the scorer gives no attention over the whole source; search without a coverage penalty and"
        + " without replacing unknown tokens"
    }
  }
}
