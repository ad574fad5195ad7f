import Foundation
import Seq2SeqDecoding
import Seq2SeqModels
import Seq2SeqTensors
import Seq2SeqText

/// One call of `Trainer.train`: the loop over epochs and batches.
struct TrainingRun {
  private let trainer: Trainer
  private let observe: (TrainingEvent) -> Void
  private let translator: Translator
  private var state: TrainingState
  private var reporter: TrainingReporter
  private let plan: TrainingPlan
  private var training: TrainingConfiguration { trainer.configuration.training }

  /// Random streams that are not dropout.
  private enum Stream { static let batches: UInt32 = .max }

  init(_ trainer: Trainer, observe: @escaping (TrainingEvent) -> Void) throws {
    self.trainer = trainer
    self.observe = observe
    state =
      trainer.resumed
      ?? TrainingState(learningRate: LearningRate(trainer.configuration.training))
    var greedy = trainer.configuration.decoding.searchOptions
    greedy.beamSize = 1
    greedy.nBest = 1
    translator = try Translator(
      model: trainer.model, options: greedy, packed: trainer.packed, pool: trainer.pool)
    plan = TrainingPlan(trainer)
    reporter = try TrainingReporter(
      folder: trainer.output, resumedAt: trainer.resumed?.update, plan: plan, observe: observe)
  }

  /// Trains until the end or until it is asked to stop. What ends a run is worked out from the state anew, so
  /// that a resumed run with more epochs or more patience goes on.
  mutating func run() throws -> TrainingOutcome {
    reporter.start(trainer, resumedAt: trainer.resumed?.update)
    if trainer.resumed == nil { try saveCheckpoint() }
    while !state.isComplete(training), !state.isStalled(training) {
      try epoch()
      if trainer.isStopRequested, !state.isComplete(training), !state.isStalled(training) {
        try saveCheckpoint()
        return outcome(.stopped)
      }
    }
    if !FileManager.default.fileExists(atPath: modelPath) {
      try measure()
      try saveCheckpoint()
    }
    return outcome(state.isComplete(training) ? .completed : .earlyStopping)
  }

  /// Takes the rest of an epoch, or as much as there is to do.
  private mutating func epoch() throws {
    var generator = RandomSource(seed: training.seed, update: UInt64(state.epoch))
      .generator(stream: Stream.batches)
    let batches = BatchPlan.batches(
      corpus: trainer.data.train.corpus, size: training.batch, using: &generator)
    guard batches.indices.contains(state.batch) else {
      throw UserError(
        .badData, file: trainer.output, "the checkpoint stands at a batch that does not exist",
        remedy: "start anew with another --output")
    }
    var isEpochEnd = false
    while !isEpochEnd, !trainer.isStopRequested {
      try update(batches[state.batch], of: batches.count)
      isEpochEnd = state.batch == batches.count
      if isEpochEnd {
        state.epoch += 1
        state.batch = 0
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

  /// One update of the weights.
  private mutating func update(_ batch: [Int32], of count: Int) throws {
    let start = ContinuousClock.now
    let corpus = trainer.data.train.corpus
    let random = RandomSource(seed: training.seed, update: UInt64(state.update))
    let draw = TeacherForcingDraw(
      share: training.teacherForcing.share(update: state.update, of: plan.updates), source: random)
    let shards = stride(from: 0, to: batch.count, by: Shard.pairs).map { first in
      let pairs = Array(batch[first..<min(first + Shard.pairs, batch.count)])
      return Shard(
        sources: pairs.map { corpus.source(Int($0)) },
        targets: pairs.map { corpus.target(Int($0)) },
        pairs: pairs, draw: draw)
    }
    let (sums, norm) = try trainer.gradient.compute(
      shards, smoothing: training.labelSmoothing, dropout: random)
    guard sums.loss.isFinite, norm.isFinite else { throw diverged(sums, batch, of: count) }
    let limit = training.maximumGradientNorm
    let scale = limit > 0 && norm > limit ? limit / norm : 1
    state.update += 1
    state.batch += 1
    try trainer.optimizer.step(
      trainer.model.parameters.values, gradient: trainer.gradient.gradient,
      gradientScale: Float(scale), learningRate: state.learningRate.value, update: state.update,
      on: trainer.pool)
    try trainer.average?.update(
      from: trainer.model.parameters.values, update: state.update, on: trainer.pool)
    try trainer.packed.update(on: trainer.pool)
    try reporter.updated(
      state, sums: sums, norm: norm, seconds: (ContinuousClock.now - start) / .seconds(1),
      isReport: state.update % training.reportInterval == 0)
  }

  private func diverged(_ sums: LossSums, _ batch: [Int32], of count: Int) -> UserError {
    let pairs = batch.prefix(5).map { String($0 + 1) }.joined(separator: ", ")
    let loss = sums.tokens > 0 ? sums.loss / Double(sums.tokens) : sums.loss
    return UserError(
      .badData, file: trainer.output,
      "update \(state.update + 1) (epoch \(state.epoch + 1), batch \(state.batch + 1) of \(count), "
        + "pairs \(pairs), …) has a loss of \(loss) or a gradient that is not finite",
      remedy: "the checkpoint is intact: lower training.learning_rate or max_gradient_norm "
        + "and go on with --resume")
  }

  /// Validates the weights that would be kept.
  private mutating func measure() throws {
    var next = self
    try trainer.withAveragedWeights { try next.validate() }
    self = next
  }

  /// Measures the model, keeps it if it is the best, and lets the schedule and early stopping know.
  private mutating func validate() throws {
    guard let pairs = trainer.data.validation, let encoded = trainer.data.encodedValidation else {
      try trainer.model.write(to: modelPath, threads: trainer.pool.count)
      return
    }
    var metrics: [String: Double] = [:]
    let sums = try translator.teacherForced(encoded, smoothing: training.labelSmoothing)
    for metric in [Metric.loss, .perplexity, .accuracy] {
      metrics[metric.name] = sums.value(of: metric)
    }
    let stopping = try Metric(name: training.earlyStopping.metric)
    let asked = try trainer.configuration.evaluation.metrics.map(Metric.init(name:)) + [stopping]
    let ofText = asked.filter { !$0.needsModel }
    if !ofText.isEmpty {
      let result = try Evaluator(translator: translator).evaluate(pairs, metrics: ofText)
      for (name, value) in result.metrics { metrics[name] = value.value }
    }
    let value = metrics[stopping.name] ?? .nan
    state.learningRate.validated(
      value, higherIsBetter: stopping.higherIsBetter, training.schedule)
    let isBest =
      state.best.map { stopping.higherIsBetter ? value > $0.value : value < $0.value } ?? true
    if isBest {
      state.best = .init(
        update: state.update, epoch: state.epoch, metrics: metrics, value: value)
      state.stalled = 0
      try trainer.model.write(to: modelPath, threads: trainer.pool.count)
    } else {
      state.stalled += 1
    }
    try reporter.validated(state, metrics: metrics, isBest: isBest)
  }

  private var modelPath: String { trainer.output + "/" + Seq2SeqModel.fileName }

  private func saveCheckpoint() throws {
    let path = trainer.output + "/" + Checkpoint.fileName
    try Checkpoint.write(
      to: path, configuration: trainer.configuration, state: state, data: trainer.fingerprint,
      weights: trainer.model.parameters.values, optimizer: trainer.optimizer,
      average: trainer.average, threads: trainer.pool.count)
    observe(.saved(path: path))
  }

  private func outcome(_ reason: TrainingOutcome.Reason) -> TrainingOutcome {
    let best = state.best.map {
      ValidationReport(update: $0.update, epoch: $0.epoch, metrics: $0.metrics)
    }
    return TrainingOutcome(reason: reason, updates: state.update, best: best)
  }
}
