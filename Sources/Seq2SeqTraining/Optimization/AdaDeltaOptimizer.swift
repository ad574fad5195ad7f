import Seq2SeqTensors

/// ADADELTA (Zeiler 2012, algorithm 1) as PyTorch's `Adadelta`, rho 0.9, epsilon 1e-6:
///
///     s = rho s + (1 - rho) g²        d = g √(t + epsilon) / √(s + epsilon)
///     t = rho t + (1 - rho) d²        w = w - rate d
///
/// The paper has no rate: 1 is its rule.
struct AdaDeltaOptimizer: Optimizer {
  private let squares: FloatBuffer
  private let steps: FloatBuffer

  init(size: Int) {
    squares = FloatBuffer(count: size)
    steps = FloatBuffer(count: size)
  }

  var memory: [(name: String, values: FloatBuffer)] {
    [("adadelta.squares", squares), ("adadelta.steps", steps)]
  }

  func step(
    _ weights: FloatBuffer, gradient: FloatBuffer, gradientScale: Float, learningRate: Double,
    update: Int, on pool: WorkerPool
  ) throws {
    try FloatBuffer.forEachBlock(of: weights.count, on: pool) { block in
      GradientDescent(
        weights, gradient: gradient, gradientScale: gradientScale,
        learningRate: Float(learningRate), block
      ).adadelta(squares: squares, steps: steps, rho: 0.9, epsilon: 1e-6)
    }
  }
}
