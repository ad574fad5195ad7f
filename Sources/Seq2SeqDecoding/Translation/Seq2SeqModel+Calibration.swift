import Seq2SeqModels
import Seq2SeqTensors
import Seq2SeqText

extension Seq2SeqModel {
  /// The most pairs that are looked at to quantize a model.
  private static let calibrationPairs = 512

  /// The same model with 8-bit weights, of about a quarter of the size: every matrix as integers from -127
  /// to 127 with a scale for each output, which stands for as much of the output's largest weight as changes
  /// the model least.
  ///
  /// - Parameter pairs: Some that are like those the model is for, up to 512 of which go through the model,
  ///   evenly spaced: what counts is then the change of the products with what came by. Take some of the
  ///   training data. Without any it is the change of the weights.
  /// - Throws: `UserError` if the weights are 8-bit integers already.
  public func quantized(calibratingOn pairs: RawPairs? = nil) throws -> Seq2SeqModel {
    guard let pairs, pairs.count > 0, !parameters.isQuantized else {
      return try quantized(samples: { _ in [] })
    }
    let pool = WorkerPool(threads: 1)
    let packed = try PackedWeights(parameters, training: false)
    try packed.update(on: pool)
    let samples = InputSamples(packed)
    let shards = calibrationShards(pairs)
    try pool.run(tasks: 1) { _, worker in
      worker.products.samples = samples
      defer { worker.products.samples = nil }
      for shard in shards {
        worker.arena.reset()
        let tape = Tape(worker: worker, store: parameters, packed: packed)
        _ = loss(tape, shard, scale: 0, smoothing: 0)
      }
    }
    return try quantized(samples: { $0.role == .matrix ? samples.rows(of: $0) : [] })
  }

  private func calibrationShards(_ pairs: RawPairs) -> [Shard] {
    let count = min(pairs.count, Seq2SeqModel.calibrationPairs)
    let chosen = (0..<count).map { $0 * pairs.count / count }
    let corpus = EncodedCorpus(
      RawPairs(
        sources: chosen.map { pairs.sources[$0] }, targets: chosen.map { pairs.targets[$0] },
        report: pairs.report),
      source: (sourcePipeline, sourceVocabulary), target: (targetPipeline, targetVocabulary),
      copying: configuration.model.copying)
    return BatchPlan.sequential(corpus: corpus, size: .sentences(Shard.pairs))
      .map { Shard(corpus, pairs: $0) }
  }
}
