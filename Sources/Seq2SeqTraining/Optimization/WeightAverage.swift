import Seq2SeqTensors

/// A running average of the weights, as Marian's exponential smoothing: after update t it moves by
/// max(`smoothing`, 9 / (t + 9)) of the way to the new weights, so that the first updates are soon forgotten.
///
/// The average is what is validated and kept; training itself goes on from the weights.
struct WeightAverage: Sendable {
  let values: FloatBuffer
  private let smoothing: Double

  /// Nil if there is nothing to average.
  init?(smoothing: Double, size: Int) {
    guard smoothing > 0 else { return nil }
    self.smoothing = smoothing
    values = FloatBuffer(count: size)
  }

  func update(from weights: FloatBuffer, update: Int, on pool: WorkerPool) throws {
    let share = max(smoothing, 9 / Double(update + 9))
    try FloatBuffer.forEachBlock(of: weights.count, on: pool) { block in
      values.moveAverage(toward: weights, share: Float(share), block)
    }
  }
}
