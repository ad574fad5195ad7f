import Seq2SeqTensors

/// Adam with decoupled weight decay d (Loshchilov and Hutter 2019, algorithm 2) as PyTorch's `AdamW`: before
/// a step of Adam
///
///     w = w (1 - rate d)
///
/// for all weights, biases and embeddings too.
struct AdamWOptimizer: Optimizer {
  private let moments: AdamMoments
  private let weightDecay: Double

  init(weightDecay: Double, size: Int) {
    moments = AdamMoments(size: size)
    self.weightDecay = weightDecay
  }

  var memory: [(name: String, values: FloatBuffer)] { moments.memory("adamw") }

  func step(
    _ weights: FloatBuffer, gradient: FloatBuffer, gradientScale: Float, learningRate: Double,
    update: Int, on pool: WorkerPool
  ) throws {
    try moments.step(
      weights, gradient: gradient, gradientScale: gradientScale, learningRate: learningRate,
      update: update, keep: Float(1 - learningRate * weightDecay), on: pool)
  }
}
