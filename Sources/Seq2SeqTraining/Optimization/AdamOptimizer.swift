import Seq2SeqTensors

/// Adam with bias-corrected moments (Kingma and Ba 2015, algorithm 1); see `AdamMoments`.
struct AdamOptimizer: Optimizer {
  private let moments: AdamMoments

  init(size: Int) { moments = AdamMoments(size: size) }

  var memory: [(name: String, values: FloatBuffer)] { moments.memory("adam") }

  func step(
    _ weights: FloatBuffer, gradient: FloatBuffer, gradientScale: Float, learningRate: Double,
    update: Int, on pool: WorkerPool
  ) throws {
    try moments.step(
      weights, gradient: gradient, gradientScale: gradientScale, learningRate: learningRate,
      update: update, on: pool)
  }
}
