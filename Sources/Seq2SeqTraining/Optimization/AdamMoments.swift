import Foundation
import Seq2SeqTensors

/// What Adam and AdamW have in common: two moments, beta 0.9 and 0.999, epsilon 1e-8, as in PyTorch:
///
///     m = beta1 m + (1 - beta1) g        v = beta2 v + (1 - beta2) g²
///     w = w - rate m / (1 - beta1^t) / (√(v / (1 - beta2^t)) + epsilon)
struct AdamMoments: Sendable {
  private let first: FloatBuffer
  private let second: FloatBuffer

  init(size: Int) {
    first = FloatBuffer(count: size)
    second = FloatBuffer(count: size)
  }

  /// The buffers, under names in a scope.
  func memory(_ scope: String) -> [(name: String, values: FloatBuffer)] {
    [("\(scope).first_moment", first), ("\(scope).second_moment", second)]
  }

  /// Update number `update`, from 1; weights are multiplied by `keep` first if it is given.
  func step(
    _ weights: FloatBuffer, gradient: FloatBuffer, gradientScale: Float, learningRate: Double,
    update: Int, keep: Float? = nil, on pool: WorkerPool
  ) throws {
    let (beta1, beta2) = (0.9, 0.999)
    let step = AdamStep(
      gradientScale: gradientScale, learningRate: Float(learningRate), beta1: Float(beta1),
      beta2: Float(beta2), epsilon: 1e-8,
      firstCorrection: Float(1 / (1 - pow(beta1, Double(update)))),
      secondCorrection: Float(1 / (1 - pow(beta2, Double(update)))), keep: keep)
    try FloatBuffer.forEachBlock(of: weights.count, on: pool) { block in
      step.apply(to: weights, gradient: gradient, first: first, second: second, block)
    }
  }
}
