import CKernels

/// A part of all weights on its way down the gradient: one fused pass for each rule.
package struct GradientDescent {
  private let weights: UnsafeMutablePointer<Float>
  private let gradient: UnsafePointer<Float>
  private let block: Range<Int>
  private let gradientScale: Float
  private let learningRate: Float

  /// - Parameters:
  ///   - gradientScale: what the gradient is multiplied by first.
  ///   - block: the part of the buffers that is moved.
  package init(
    _ weights: FloatBuffer, gradient: FloatBuffer, gradientScale: Float, learningRate: Float,
    _ block: Range<Int>
  ) {
    precondition(weights.count == gradient.count && block.upperBound <= weights.count)
    self.weights = weights.pointer + block.lowerBound
    self.gradient = UnsafePointer(gradient.pointer + block.lowerBound)
    self.block = block
    self.gradientScale = gradientScale
    self.learningRate = learningRate
  }

  private func part(_ buffer: FloatBuffer) -> UnsafeMutablePointer<Float> {
    precondition(block.upperBound <= buffer.count)
    return buffer.pointer + block.lowerBound
  }

  /// Plain, or with a velocity that keeps `momentum` of itself.
  package func plain(momentum: (share: Float, velocity: FloatBuffer)?) {
    if let momentum {
      ck_sgd_momentum(
        weights, gradient, part(momentum.velocity), block.count, gradientScale, learningRate,
        momentum.share)
    } else {
      ck_sgd(weights, gradient, block.count, gradientScale, learningRate)
    }
  }

  /// AdaGrad.
  package func adagrad(squares: FloatBuffer, epsilon: Float) {
    ck_adagrad(
      weights, gradient, part(squares), block.count, gradientScale, learningRate, epsilon)
  }

  /// ADADELTA.
  package func adadelta(squares: FloatBuffer, steps: FloatBuffer, rho: Float, epsilon: Float) {
    ck_adadelta(
      weights, gradient, part(squares), part(steps), block.count, gradientScale, learningRate, rho,
      epsilon)
  }

  /// RMSProp, plain or with a velocity that keeps `momentum` of itself.
  package func rmsprop(
    squares: FloatBuffer, alpha: Float, epsilon: Float,
    momentum: (share: Float, velocity: FloatBuffer)?
  ) {
    if let momentum {
      ck_rmsprop_momentum(
        weights, gradient, part(squares), part(momentum.velocity), block.count, gradientScale,
        learningRate, alpha, epsilon, momentum.share)
    } else {
      ck_rmsprop(
        weights, gradient, part(squares), block.count, gradientScale, learningRate, alpha, epsilon)
    }
  }
}
