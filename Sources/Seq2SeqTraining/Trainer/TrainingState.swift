import Seq2SeqModels

/// Where a run stands, besides its weights: all that is needed to go on as if it had never stopped.
struct TrainingState: Codable, Equatable, Sendable {
  /// Updates done.
  var update = 0
  /// The epoch under way, from 0.
  var epoch = 0
  /// Batches of this epoch that are done.
  var batch = 0
  /// The rate and the schedule's memory.
  var learningRate: LearningRate
  /// The early-stopping metric's best value so far.
  var best: Best?
  /// Validations in a row without a better value.
  var stalled = 0

  /// Whether the epochs or updates that are asked for are done.
  func isComplete(_ training: TrainingConfiguration) -> Bool {
    training.epochs.map { epoch >= $0 } ?? false || training.updates.map { update >= $0 } ?? false
  }

  /// Whether too many validations brought nothing better.
  func isStalled(_ training: TrainingConfiguration) -> Bool {
    training.earlyStopping.patience > 0 && stalled >= training.earlyStopping.patience
  }

  /// The best validation.
  struct Best: Codable, Equatable, Sendable {
    var update: Int
    var epoch: Int
    var metrics: [String: Double]
    var value: Double
  }
}
