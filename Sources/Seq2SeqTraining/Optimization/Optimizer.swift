import Foundation
import Seq2SeqModels
import Seq2SeqTensors

/// Moves the weights against the gradient. The plug-in point for new optimizers.
package protocol Optimizer: Sendable {
  /// What it remembers between updates, by name, each as long as the weights; the checkpoint keeps them.
  var memory: [(name: String, values: FloatBuffer)] { get }

  /// One update. `update` counts from 1; the gradient is multiplied by `gradientScale` first.
  func step(
    _ weights: FloatBuffer, gradient: FloatBuffer, gradientScale: Float, learningRate: Double,
    update: Int, on pool: WorkerPool
  ) throws
}

extension TrainingConfiguration {
  /// The optimizer of this kind for so many weights.
  package func makeOptimizer(size: Int) -> any Optimizer {
    switch optimizer {
    case .sgd: SGDOptimizer(momentum: momentum, size: size)
    case .adam: AdamOptimizer(size: size)
    case .adamw: AdamWOptimizer(weightDecay: weightDecay, size: size)
    case .adagrad: AdaGradOptimizer(size: size)
    case .adadelta: AdaDeltaOptimizer(size: size)
    case .rmsprop: RMSPropOptimizer(momentum: momentum, size: size)
    }
  }
}
