/// How training goes, over the updates since the report before.
public struct TrainingReport: Equatable, Sendable {
  /// The updates made so far.
  public var update: Int
  /// The pass over the training data that this update belongs to, from 1.
  public var epoch: Int
  /// The training objective, smoothed labels and all, in nats for each target token.
  public var loss: Double
  /// The exponential of the negative log-likelihood of a target token.
  public var perplexity: Double
  /// Target tokens trained on in a second.
  public var targetTokensPerSecond: Double
  /// The learning rate of the last update.
  public var learningRate: Double
  /// The norm of the last update's gradient before clipping.
  public var gradientNorm: Double

  /// Makes a report.
  public init(
    update: Int, epoch: Int, loss: Double, perplexity: Double, targetTokensPerSecond: Double,
    learningRate: Double, gradientNorm: Double
  ) {
    self.update = update
    self.epoch = epoch
    self.loss = loss
    self.perplexity = perplexity
    self.targetTokensPerSecond = targetTokensPerSecond
    self.learningRate = learningRate
    self.gradientNorm = gradientNorm
  }
}
