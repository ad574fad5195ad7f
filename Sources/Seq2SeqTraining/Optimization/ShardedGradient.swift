import Seq2SeqModels
import Seq2SeqTensors

/// Where the gradients of a batch's shards meet.
///
/// A batch is cut into shards of `Shard.pairs` pairs. A fixed number of lanes take the shards in turn, each
/// adding up in a buffer of its own, and the lanes are added pairwise: the order of every addition is
/// fixed, whatever the number of threads. A thread takes whole lanes.
package final class ShardedGradient: Sendable {
  /// Buffers in which gradients are added up; at most this many threads work on a batch.
  static let lanes = 4

  private let model: Seq2SeqModel
  private let packed: PackedWeights
  private let pool: WorkerPool
  private let buffers: [FloatBuffer]

  package init(_ model: Seq2SeqModel, _ packed: PackedWeights, _ pool: WorkerPool) {
    self.model = model
    self.packed = packed
    self.pool = pool
    buffers = (0..<ShardedGradient.lanes).map { _ in FloatBuffer(count: model.parameters.size) }
  }

  /// The gradient of the last batch, laid out like the weights.
  package var gradient: FloatBuffer { buffers[0] }

  /// Computes the loss of a batch and the gradient of its mean over target tokens, or over their weights.
  ///
  /// - Returns: the sums over the batch and the gradient's Euclidean norm.
  package func compute(
    _ shards: [Shard], smoothing: Double, weights: TokenWeights? = nil, dropout: RandomSource
  ) throws -> (sums: LossSums, norm: Double) {
    let lanes = min(ShardedGradient.lanes, shards.count)
    let weight = shards.reduce(0.0) { sum, shard in
      sum + (weights?.total(of: shard.targets) ?? Double(shard.targets.count))
    }
    // Where no token counts there is nothing to learn.
    let scale = weight > 0 ? 1 / Float(weight) : 0
    var sums = [LossSums](repeating: LossSums(), count: shards.count)
    try sums.withUnsafeMutableBufferPointer { places in
      nonisolated(unsafe) let places = places
      try pool.run(tasks: lanes) { [model, packed, buffers] task, worker in
        // Batches are ordered by length: the lanes with the longest work start first.
        let lane = lanes - 1 - task
        let buffer = buffers[lane]
        buffer.clear(0..<buffer.count)
        for index in stride(from: lane, to: shards.count, by: lanes) {
          worker.arena.reset()
          let tape = Tape(
            worker: worker, store: model.parameters, packed: packed, gradients: buffer,
            dropout: dropout, shard: index)
          places[index] = model.loss(
            tape, shards[index], scale: scale, smoothing: Float(smoothing), weights: weights)
          tape.backward()
        }
      }
    }
    let squares = try FloatBuffer.reduce(Array(buffers.prefix(lanes)), on: pool)
    var total = LossSums()
    for part in sums { total += part }
    return (total, squares.squareRoot())
  }
}
