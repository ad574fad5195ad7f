import Foundation
import Seq2SeqTensors

/// Adam with bias-corrected moments (Kingma and Ba 2015), beta 0.9 and 0.999, epsilon 1e-8.
struct AdamOptimizer: Optimizer {
  private let first: FloatBuffer
  private let second: FloatBuffer

  init(size: Int) {
    first = FloatBuffer(count: size)
    second = FloatBuffer(count: size)
  }

  var memory: [(name: String, values: FloatBuffer)] {
    [("adam.first_moment", first), ("adam.second_moment", second)]
  }

  func step(
    _ weights: FloatBuffer, gradient: FloatBuffer, gradientScale: Float, learningRate: Double,
    update: Int, on pool: WorkerPool
  ) throws {
    let (beta1, beta2) = (0.9, 0.999)
    let step = AdamStep(
      gradientScale: gradientScale, learningRate: Float(learningRate), beta1: Float(beta1),
      beta2: Float(beta2), epsilon: 1e-8,
      firstCorrection: Float(1 / (1 - pow(beta1, Double(update)))),
      secondCorrection: Float(1 / (1 - pow(beta2, Double(update)))))
    try FloatBuffer.forEachBlock(of: weights.count, on: pool) { block in
      step.apply(to: weights, gradient: gradient, first: first, second: second, block)
    }
  }
}
