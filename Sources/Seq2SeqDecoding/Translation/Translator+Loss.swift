import Seq2SeqModels
import Seq2SeqTensors
import Seq2SeqText

extension Translator {
  /// The loss of shards with the true tokens as inputs, without dropout and at temperature 1.
  ///
  /// - Throws: `UserError` for an ensemble: it has probabilities, but no loss.
  package func lossSums(
    of shards: [Shard], smoothing: Double, weights: TokenWeights? = nil
  ) throws -> LossSums {
    guard others.isEmpty else {
      throw UserError(
        .usage, "loss, perplexity and accuracy are those of one model, not of an ensemble",
        remedy: "leave --ensemble out, or choose other metrics; score gives its perplexity")
    }
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
