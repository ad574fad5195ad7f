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
  /// The validations whose models are kept to be averaged, in their order.
  var snapshots: [Snapshot] = []
  /// What became of the average of the models, if the run has come to an end once.
  var averaged: Averaged?

  init(learningRate: LearningRate) { self.learningRate = learningRate }

  /// Whether the epochs or updates that are asked for are done.
  func isComplete(_ training: TrainingConfiguration) -> Bool {
    training.epochs.map { epoch >= $0 } ?? false || training.updates.map { update >= $0 } ?? false
  }

  /// Whether too many validations brought nothing better.
  func isStalled(_ training: TrainingConfiguration) -> Bool {
    training.earlyStopping.patience > 0 && stalled >= training.earlyStopping.patience
  }

  /// The epoch that reports name, from 1.
  var reportedEpoch: Int { batch == 0 ? max(1, epoch) : epoch + 1 }

  /// The best validation.
  struct Best: Codable, Equatable, Sendable {
    var update: Int
    var epoch: Int
    var metrics: [String: Double]
    var value: Double
  }

  /// A validation whose model is kept.
  struct Snapshot: Codable, Equatable, Sendable {
    var update: Int
    /// The early-stopping metric; nil without validation data.
    var value: Double?
  }

  /// The averaged model's validation.
  struct Averaged: Codable, Equatable, Sendable {
    /// The last update before it.
    var update: Int
    var epoch: Int
    /// How many models were averaged.
    var count: Int
    var metrics: [String: Double]
    /// Whether it is the run's model.
    var isKept: Bool
  }
}
