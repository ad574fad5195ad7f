import Seq2Seq

/// Trains a ``PositionClassifier`` the way `Trainer` trains a model: the same batches in the same order, the
/// same optimizer, learning rate and clipping.
struct ClassifierTraining {
  private let classifier: PositionClassifier
  private let pool: WorkerPool
  private let packed: PackedWeights

  init(_ classifier: PositionClassifier, threads: Int?) throws {
    self.classifier = classifier
    pool = WorkerPool(threads: threads)
    packed = try PackedWeights(classifier.store, training: true)
    try packed.update(on: pool)
  }

  /// Makes the updates that a configuration asks for.
  func train(
    _ corpus: EncodedCorpus, _ training: TrainingConfiguration, report: (Int, Double) -> Void
  ) throws {
    let gradient = FloatBuffer(count: classifier.store.size)
    let optimizer = training.makeOptimizer(size: classifier.store.size)
    let updates = training.updates ?? 0
    var update = 0
    var epoch: UInt64 = 0
    while update < updates {
      var generator = RandomSource(seed: training.seed, update: epoch).generator(stream: .max)
      let batches = BatchPlan.batches(
        corpus: corpus, size: training.batch, using: &generator)
      guard !batches.isEmpty else { return }
      for batch in batches.prefix(updates - update) {
        update += 1
        let sums = try compute(batch.map { Int($0) }, corpus, into: gradient)
        let norm = try gradient.sumOfSquares(on: pool).squareRoot()
        let limit = training.maximumGradientNorm
        try optimizer.step(
          classifier.store.values, gradient: gradient,
          gradientScale: Float(limit > 0 && norm > limit ? limit / norm : 1),
          learningRate: training.learningRate, update: update, on: pool)
        try packed.update(on: pool)
        if update % training.reportInterval == 0 { report(update, sums.loss / Double(sums.tokens)) }
      }
      epoch += 1
    }
  }

  /// What the classifier says to each source.
  func answers(_ sources: [[Int32]]) throws -> [[Int32]] {
    var result: [[Int32]] = []
    for first in stride(from: 0, to: sources.count, by: 64) {
      let group = sources[first..<min(first + 64, sources.count)].map { $0[...] }
      try pool.run(tasks: 1) { [classifier, packed] _, worker in
        worker.arena.reset()
        let tape = Tape(worker: worker, store: classifier.store, packed: packed)
        result += classifier.answers(tape, group)
      }
    }
    return result
  }

  private func compute(
    _ batch: [Int], _ corpus: EncodedCorpus, into gradient: FloatBuffer
  ) throws -> LossSums {
    var sums = LossSums()
    gradient.clear(0..<gradient.count)
    try pool.run(tasks: 1) { [classifier, packed] _, worker in
      worker.arena.reset()
      let tape = Tape(
        worker: worker, store: classifier.store, packed: packed, gradients: gradient)
      sums = classifier.loss(
        tape, sources: batch.map(corpus.source), targets: batch.map(corpus.target))
      tape.backward()
    }
    return sums
  }
}
