import Seq2SeqModels
import Seq2SeqTensors
import Seq2SeqText

extension TrainingRun {
  /// One update of the weights with the gradient of some batches: the mean over all their target tokens.
  mutating func update(_ batches: ArraySlice<[Int32]>, of count: Int) throws {
    let start = ContinuousClock.now
    let random = RandomSource(seed: training.seed, update: UInt64(state.update))
    let draw = TeacherForcingDraw(
      share: training.teacherForcing.share(update: state.update, of: plan.updates), source: random)
    let (sums, norm) = try trainer.gradient.compute(
      batches.flatMap { shards(of: $0, draw) }, smoothing: training.labelSmoothing,
      weights: trainer.data.tokenWeights?.weights, consistency: training.consistency,
      dropout: random)
    guard sums.loss.isFinite, norm.isFinite else { throw diverged(sums, batches, of: count) }
    let limit = training.maximumGradientNorm
    let scale = limit > 0 && norm > limit ? limit / norm : 1
    state.update += 1
    state.batch += batches.count
    state.learningRate.begin(update: state.update, trainer.configuration)
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

  /// Each pair once, or, to be drawn together, twice side by side.
  private func shards(of batch: [Int32], _ draw: TeacherForcingDraw?) -> [Shard] {
    let pairs = training.consistency > 0 ? batch.flatMap { [$0, $0] } : batch
    return stride(from: 0, to: pairs.count, by: Shard.pairs).map { first in
      Shard(
        corpus, pairs: Array(pairs[first..<min(first + Shard.pairs, pairs.count)]), draw: draw)
    }
  }

  private func diverged(
    _ sums: LossSums, _ batches: ArraySlice<[Int32]>, of count: Int
  ) -> UserError {
    let pairs = batches.joined().prefix(5).map { String($0 + 1) }.joined(separator: ", ")
    let loss = sums.weight > 0 ? sums.loss / sums.weight : sums.loss
    let place =
      batches.count == 1
      ? "batch \(state.batch + 1)" : "batches \(state.batch + 1) to \(state.batch + batches.count)"
    return UserError(
      .badData, file: trainer.output,
      "update \(state.update + 1) (epoch \(state.epoch + 1), \(place) of \(count), "
        + "pairs \(pairs), …) has a loss of \(loss) or a gradient that is not finite",
      remedy: "the checkpoint is intact: lower training.learning_rate or max_gradient_norm "
        + "and go on with --resume")
  }
}
