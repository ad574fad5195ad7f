import Seq2SeqModels
import Seq2SeqTensors

extension Translator {
  /// The loss of shards with the true tokens as inputs, without dropout.
  package func lossSums(
    of shards: [Shard], smoothing: Double, weights: TokenWeights? = nil
  ) throws -> LossSums {
    var parts = [LossSums](repeating: LossSums(), count: shards.count)
    try parts.withUnsafeMutableBufferPointer { places in
      // Each task writes to its own place.
      nonisolated(unsafe) let places = places
      try pool.run(tasks: shards.count) { index, worker in
        worker.arena.reset()
        let tape = Tape(worker: worker, store: model.parameters, packed: packed)
        places[index] = model.loss(
          tape, shards[index], scale: 0, smoothing: Float(smoothing), weights: weights)
      }
    }
    var total = LossSums()
    for part in parts { total += part }
    return total
  }
}
