import Foundation
import Seq2SeqTensors
import Seq2SeqText

/// How many updates a run will make.
struct TrainingPlan: Sendable {
  let updates: Int

  init(_ trainer: Trainer) {
    let training = trainer.configuration.training
    var generator = RandomSource(seed: training.seed, update: 0).generator(stream: .max)
    // The first epoch's plan stands for all: later ones differ by a batch at most.
    let perEpoch =
      trainer.configuration.training.epochs == nil
      ? 0
      : BatchPlan.batches(
        corpus: trainer.data.train.corpus, size: training.batch, using: &generator
      ).count
    let accumulated = training.gradientAccumulation
    let updatesPerEpoch = (perEpoch + accumulated - 1) / accumulated
    let byEpochs = training.epochs.map { epochs in
      let (product, overflow) = updatesPerEpoch.multipliedReportingOverflow(by: epochs)
      return overflow ? Int.max : product
    }
    updates = min(byEpochs ?? .max, training.updates ?? .max)
  }
}

/// Gathers what is reported: log.jsonl, TensorBoard events and the observer.
struct TrainingReporter {
  private let log: RunLog
  private let events: EventFileWriter
  private let plan: TrainingPlan
  private let observe: (TrainingEvent) -> Void
  /// Since the last report.
  private var sums = LossSums()
  private var seconds = 0.0

  init(
    folder: String, resumed: TrainingState?, plan: TrainingPlan,
    observe: @escaping (TrainingEvent) -> Void
  ) throws {
    log = RunLog(folder: folder)
    try log.truncate(
      afterUpdate: resumed?.update ?? -1,
      keepsAverage: resumed.map { $0.averaged?.update == $0.update } ?? false)
    events = EventFileWriter(
      folder: folder + "/" + RunFolder.tensorBoardFolder, resumedAfter: resumed?.update)
    self.plan = plan
    self.observe = observe
  }

  func start(_ trainer: Trainer, resumedAt: Int?) {
    observe(
      .started(
        parameters: trainer.model.parameters.count, pairs: trainer.data.train.corpus.count,
        updates: plan.updates, resumedAt: resumedAt))
  }

  /// Hears of each update and reports when it is time.
  mutating func updated(
    _ state: TrainingState, sums new: LossSums, norm: Double, seconds more: Double, isReport: Bool
  ) throws {
    sums += new
    seconds += more
    guard isReport || state.update == plan.updates else { return }
    let tokens = Double(max(1, sums.tokens))
    let report = TrainingReport(
      update: state.update, epoch: state.reportedEpoch, loss: sums.meanLoss,
      perplexity: exp(sums.negativeLogLikelihood / tokens),
      targetTokensPerSecond: seconds > 0 ? tokens / seconds : 0,
      learningRate: state.learningRate.value, gradientNorm: norm)
    try log.append(report)
    try events.add(
      scalars: [
        ("train/loss", report.loss), ("train/perplexity", report.perplexity),
        ("train/learning_rate", report.learningRate), ("train/gradient_norm", norm),
        ("train/target_tokens_per_second", report.targetTokensPerSecond),
      ], step: state.update)
    observe(.report(report, share: Double(state.update) / Double(plan.updates)))
    sums = LossSums()
    seconds = 0
  }

  /// Reports a validation.
  func validated(_ report: ValidationReport, isBest: Bool) throws {
    try log.append(report)
    let scope = report.averaged == nil ? "validation" : "averaged"
    try events.add(
      scalars: report.metrics.sorted { $0.key < $1.key }.map { ("\(scope)/\($0.key)", $0.value) },
      step: report.update)
    observe(.validation(report, isBest: isBest))
  }
}
