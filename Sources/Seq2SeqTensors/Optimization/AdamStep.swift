import CKernels

/// The numbers of one step of Adam.
package struct AdamStep {
  package var gradientScale: Float
  package var learningRate: Float
  package var beta1: Float
  package var beta2: Float
  package var epsilon: Float
  /// 1 / (1 - beta^t) for both moments.
  package var firstCorrection: Float
  package var secondCorrection: Float
  /// What the weights are multiplied by first; nil: they stay.
  package var keep: Float?

  package init(
    gradientScale: Float, learningRate: Float, beta1: Float, beta2: Float, epsilon: Float,
    firstCorrection: Float, secondCorrection: Float, keep: Float? = nil
  ) {
    self.gradientScale = gradientScale
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.firstCorrection = firstCorrection
    self.secondCorrection = secondCorrection
    self.keep = keep
  }

  /// Moves a part of the weights (Kingma and Ba 2015, algorithm 1; with `keep` Loshchilov and Hutter 2019,
  /// algorithm 2).
  package func apply(
    to weights: FloatBuffer, gradient: FloatBuffer, first: FloatBuffer, second: FloatBuffer,
    _ block: Range<Int>
  ) {
    let start = block.lowerBound
    if let keep {
      ck_adamw(
        weights.pointer + start, gradient.pointer + start, first.pointer + start,
        second.pointer + start, block.count, gradientScale, learningRate, beta1, beta2, epsilon,
        firstCorrection, secondCorrection, keep)
    } else {
      ck_adam(
        weights.pointer + start, gradient.pointer + start, first.pointer + start,
        second.pointer + start, block.count, gradientScale, learningRate, beta1, beta2, epsilon,
        firstCorrection, secondCorrection)
    }
  }
}
