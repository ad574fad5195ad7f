import Seq2SeqTensors

/// Stochastic gradient descent, with momentum m as PyTorch's `SGD` (no dampening, not Nesterov's):
///
///     v = m v + g        w = w - rate v
///
/// Without momentum nothing is remembered.
struct SGDOptimizer: Optimizer {
  private let momentum: Float
  private let velocity: FloatBuffer?

  init(momentum: Double, size: Int) {
    self.momentum = Float(momentum)
    velocity = momentum > 0 ? FloatBuffer(count: size) : nil
  }

  var memory: [(name: String, values: FloatBuffer)] {
    velocity.map { [("sgd.velocity", $0)] } ?? []
  }

  func step(
    _ weights: FloatBuffer, gradient: FloatBuffer, gradientScale: Float, learningRate: Double,
    update: Int, on pool: WorkerPool
  ) throws {
    try FloatBuffer.forEachBlock(of: weights.count, on: pool) { block in
      GradientDescent(
        weights, gradient: gradient, gradientScale: gradientScale,
        learningRate: Float(learningRate), block
      ).plain(momentum: velocity.map { (momentum, $0) })
    }
  }
}
