import Seq2SeqTensors

/// RMSProp (Tieleman and Hinton 2012) as PyTorch's `RMSprop`, alpha 0.99, epsilon 1e-8, not centred, with
/// momentum m:
///
///     s = alpha s + (1 - alpha) g²        v = m v + g / (√s + epsilon)        w = w - rate v
struct RMSPropOptimizer: Optimizer {
  private let squares: FloatBuffer
  private let momentum: Float
  private let velocity: FloatBuffer?

  init(momentum: Double, size: Int) {
    squares = FloatBuffer(count: size)
    self.momentum = Float(momentum)
    velocity = momentum > 0 ? FloatBuffer(count: size) : nil
  }

  var memory: [(name: String, values: FloatBuffer)] {
    [("rmsprop.squares", squares)] + (velocity.map { [("rmsprop.velocity", $0)] } ?? [])
  }

  func step(
    _ weights: FloatBuffer, gradient: FloatBuffer, gradientScale: Float, learningRate: Double,
    update: Int, on pool: WorkerPool
  ) throws {
    try FloatBuffer.forEachBlock(of: weights.count, on: pool) { block in
      GradientDescent(
        weights, gradient: gradient, gradientScale: gradientScale,
        learningRate: Float(learningRate), block
      ).rmsprop(
        squares: squares, alpha: 0.99, epsilon: 1e-8, momentum: velocity.map { (momentum, $0) })
    }
  }
}
