import Seq2SeqTensors

/// AdaGrad (Duchi et al. 2011) as PyTorch's `Adagrad`, epsilon 1e-10, sums that start at 0:
///
///     s = s + g²        w = w - rate g / (√s + epsilon)
struct AdaGradOptimizer: Optimizer {
  private let squares: FloatBuffer

  init(size: Int) { squares = FloatBuffer(count: size) }

  var memory: [(name: String, values: FloatBuffer)] { [("adagrad.squares", squares)] }

  func step(
    _ weights: FloatBuffer, gradient: FloatBuffer, gradientScale: Float, learningRate: Double,
    update: Int, on pool: WorkerPool
  ) throws {
    try FloatBuffer.forEachBlock(of: weights.count, on: pool) { block in
      GradientDescent(
        weights, gradient: gradient, gradientScale: gradientScale,
        learningRate: Float(learningRate), block
      ).adagrad(squares: squares, epsilon: 1e-10)
    }
  }
}
