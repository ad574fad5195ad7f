import Foundation
import Seq2SeqDecoding
import Seq2SeqModels
import Seq2SeqTensors
import Seq2SeqText

/// One call of `Trainer.train`: the loop over epochs and batches.
struct TrainingRun {
  let trainer: Trainer
  let translator: Translator
  let plan: TrainingPlan
  let snapshots: ModelSnapshots?
  var state: TrainingState
  var reporter: TrainingReporter
  private let observe: (TrainingEvent) -> Void
  /// When training ends, whatever has been reached.
  private let deadline: ContinuousClock.Instant?
  /// The pairs of the epoch under way.
  private(set) var corpus: EncodedCorpus
  var training: TrainingConfiguration { trainer.configuration.training }
  var modelPath: String { trainer.output + "/" + Seq2SeqModel.fileName }

  /// Random streams that are not dropout.
  private enum Stream { static let batches: UInt32 = .max }

  init(
    _ trainer: Trainer, timeLimit: Duration?, observe: @escaping (TrainingEvent) -> Void
  ) throws {
    self.trainer = trainer
    deadline = timeLimit.map { ContinuousClock.now + $0 }
    self.observe = observe
    corpus = trainer.data.train.corpus
    state =
      trainer.resumed
      ?? TrainingState(learningRate: LearningRate(trainer.configuration.training))
    translator = try Translator(
      model: trainer.model, options: trainer.configuration.decoding.searchOptions.greedy,
      packed: trainer.packed, pool: trainer.pool)
    snapshots = try ModelSnapshots(run: trainer.output, trainer.configuration.training)
    try snapshots?.check(state.snapshots)
    plan = TrainingPlan(trainer)
    reporter = try TrainingReporter(
      folder: trainer.output, resumed: trainer.resumed, plan: plan, observe: observe)
  }

  /// Trains until the end or until it is asked to stop. What ends a run is worked out from the state anew, so
  /// that a resumed run with more epochs or more patience goes on.
  mutating func run() throws -> TrainingOutcome {
    reporter.start(trainer, resumedAt: trainer.resumed?.update)
    if trainer.resumed == nil { try saveCheckpoint() }
    while !state.isComplete(training), !state.isStalled(training), !isTimeOver {
      try epoch()
      if trainer.isStopRequested, !state.isComplete(training), !state.isStalled(training) {
        try saveCheckpoint()
        return outcome(.stopped)
      }
    }
    let isCut = !state.isComplete(training) && !state.isStalled(training)
    // What was learnt since the last validation must not be lost.
    if isCut || !FileManager.default.fileExists(atPath: modelPath) {
      try measure()
      try saveCheckpoint()
    }
    if state.averaged?.update != state.update, try average() { try saveCheckpoint() }
    return outcome(
      isCut ? .timeOver : state.isComplete(training) ? .completed : .earlyStopping)
  }

  /// Takes the rest of an epoch, or as much as there is to do.
  private mutating func epoch() throws {
    var generator = RandomSource(seed: training.seed, update: UInt64(state.epoch))
      .generator(stream: Stream.batches)
    corpus = trainer.data.corpus(ofEpoch: state.epoch)
    let batches = BatchPlan.batches(
      corpus: corpus, size: training.batch, using: &generator)
    guard batches.indices.contains(state.batch) else {
      throw UserError(
        .badData, file: trainer.output, "the checkpoint stands at a batch that does not exist",
        remedy: "start anew with another --output")
    }
    var isEpochEnd = false
    while !isEpochEnd, !trainer.isStopRequested, !isTimeOver {
      // The last update of an epoch takes what is left.
      let rest = batches[state.batch...]
      try update(rest.prefix(training.gradientAccumulation), of: batches.count)
      isEpochEnd = state.batch == batches.count
      if isEpochEnd {
        state.epoch += 1
        state.batch = 0
        state.learningRate.epochEnded(training.schedule)
      }
      let interval = training.validationInterval
      let isDue = interval > 0 ? state.update % interval == 0 : isEpochEnd
      let isComplete = state.isComplete(training)
      if isDue || isComplete {
        try measure()
        try saveCheckpoint()
      } else if training.checkpointInterval > 0, state.update % training.checkpointInterval == 0 {
        try saveCheckpoint()
      }
      if isComplete || state.isStalled(training) { return }
    }
  }

  private var isTimeOver: Bool { deadline.map { ContinuousClock.now >= $0 } ?? false }

  private func saveCheckpoint() throws {
    let path = trainer.output + "/" + Checkpoint.fileName
    try Checkpoint.write(
      to: path, configuration: trainer.configuration, state: state, data: trainer.fingerprint,
      tokenWeights: trainer.data.tokenWeights?.fingerprint,
      weights: trainer.model.parameters.values, optimizer: trainer.optimizer,
      average: trainer.average, threads: trainer.pool.count)
    snapshots?.prune(keeping: state.snapshots)
    observe(.saved(path: path))
  }

  private func outcome(_ reason: TrainingOutcome.Reason) -> TrainingOutcome {
    var best = state.best.map {
      ValidationReport(update: $0.update, epoch: $0.epoch, metrics: $0.metrics)
    }
    if let averaged = state.averaged, averaged.update == state.update, averaged.isKept {
      best = averaged.report
    }
    return TrainingOutcome(reason: reason, updates: state.update, best: best)
  }
}
