import Seq2SeqText

/// What a trainer tells while it works.
public enum TrainingEvent: Sendable {
  /// It begins, or goes on after some update. `updates` is the number planned, `Int.max` if unknown.
  case started(parameters: Int, pairs: Int, updates: Int, resumedAt: Int?)
  /// A regular report; `share` of the planned updates is done.
  case report(TrainingReport, share: Double)
  /// A validation, and whether it is the best so far.
  case validation(ValidationReport, isBest: Bool)
  /// A file was written.
  case saved(path: String)
}

/// How a training ended.
public struct TrainingOutcome: Sendable {
  /// Why it ended.
  public enum Reason: Sendable, Equatable {
    /// All epochs or updates are done.
    case completed
    /// The metric has not become better for long enough.
    case earlyStopping
    /// Somebody called `stop`; a checkpoint was saved.
    case stopped
    /// The time that was given is over; the model was validated and a checkpoint saved.
    case timeOver
  }

  /// Why it ended.
  public let reason: Reason
  /// Updates done in all.
  public let updates: Int
  /// The validation of the model that was kept.
  public let best: ValidationReport?
}
