import Seq2SeqModels
import Seq2SeqText

extension TrainingRun {
  /// Validates the weights that would be kept.
  mutating func measure() throws {
    var next = self
    if let average = trainer.average {
      try trainer.withWeights(average.values) { try next.validate() }
    } else {
      try next.validate()
    }
    self = next
  }

  /// Measures the model, keeps it if it is the best, and lets the schedule and early stopping know.
  private mutating func validate() throws {
    guard let metrics = try metrics() else {
      try trainer.model.write(to: modelPath, threads: trainer.pool.count)
      try keepSnapshot(value: nil)
      return
    }
    let stopping = try Metric(name: training.earlyStopping.metric)
    let value = metrics[stopping.name] ?? .nan
    state.learningRate.validated(
      value, higherIsBetter: stopping.higherIsBetter, training.schedule)
    let isBest = state.best.map { stopping.isBetter(value, than: $0.value) } ?? true
    if isBest {
      state.best = .init(
        update: state.update, epoch: state.epoch, metrics: metrics, value: value)
      state.stalled = 0
      try trainer.model.write(to: modelPath, threads: trainer.pool.count)
    } else {
      state.stalled += 1
    }
    try keepSnapshot(value: value)
    try reporter.validated(
      ValidationReport(update: state.update, epoch: state.reportedEpoch, metrics: metrics),
      isBest: isBest)
  }

  /// What the model that is in the trainer now is worth; nil without validation data.
  private func metrics() throws -> [String: Double]? {
    guard let pairs = trainer.data.validation, let encoded = trainer.data.encodedValidation else {
      return nil
    }
    // What the searches took is training's again, which may have a limit.
    defer { translator.arenas.release() }
    var metrics: [String: Double] = [:]
    let sums = try translator.teacherForced(
      encoded, smoothing: training.labelSmoothing, weights: trainer.data.tokenWeights?.weights)
    for metric in [Metric.loss, .perplexity, .accuracy] {
      metrics[metric.name] = sums.value(of: metric)
    }
    metrics[Metric.freeRunningAccuracy.name] = try translator.freeRunning(encoded).percent
    let stopping = try Metric(name: training.earlyStopping.metric)
    let asked = try trainer.configuration.evaluation.metrics.map(Metric.init(name:)) + [stopping]
    let ofText = asked.filter { !$0.needsModel }
    if !ofText.isEmpty {
      let result = try Evaluator(translator: translator).evaluate(pairs, metrics: ofText)
      for (name, value) in result.metrics { metrics[name] = value.value }
    }
    return metrics
  }

  private mutating func keepSnapshot(value: Double?) throws {
    guard let snapshots else { return }
    state.snapshots = try snapshots.adding(
      .init(update: state.update, value: value), to: state.snapshots, best: state.best?.update,
      model: trainer.model, threads: trainer.pool.count)
  }

  /// At the end of a run averages the chosen models, and keeps the average if it is better than the best
  /// single one, or if nothing can tell. Returns whether there was anything to average.
  mutating func average() throws -> Bool {
    guard let snapshots else { return false }
    let chosen = snapshots.chosen(from: state.snapshots)
    guard !chosen.isEmpty else { return false }
    let size = trainer.model.parameters.size
    let mean = try snapshots.average(of: chosen, size: size, on: trainer.pool)
    let stopping = try Metric(name: training.earlyStopping.metric)
    var averaged = TrainingState.Averaged(
      update: state.update, epoch: state.reportedEpoch, count: chosen.count, metrics: [:],
      isKept: true)
    try trainer.withWeights(mean) {
      if let metrics = try metrics(), let best = state.best {
        averaged.metrics = metrics
        averaged.isKept = stopping.isBetter(metrics[stopping.name] ?? .nan, than: best.value)
      }
      if averaged.isKept {
        try trainer.model.write(to: modelPath, threads: trainer.pool.count)
      }
    }
    if !averaged.isKept, let best = state.best {
      // An earlier end of this run may have left its average there.
      let weights = try snapshots.weights(best.update, size: size, threads: trainer.pool.count)
      try trainer.withWeights(weights) {
        try trainer.model.write(to: modelPath, threads: trainer.pool.count)
      }
    }
    state.averaged = averaged
    if !averaged.metrics.isEmpty {
      try reporter.validated(averaged.report, isBest: averaged.isKept)
    }
    return true
  }
}

extension TrainingState.Averaged {
  /// What is told of it.
  var report: ValidationReport {
    ValidationReport(update: update, epoch: epoch, metrics: metrics, averaged: count)
  }
}
