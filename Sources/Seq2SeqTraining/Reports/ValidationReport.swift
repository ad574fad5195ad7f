/// How well the model does on the validation data.
public struct ValidationReport: Equatable, Sendable {
  /// The updates made so far.
  public var update: Int
  /// The pass over the training data that this update belongs to, from 1.
  public var epoch: Int
  /// The value of each metric, by its name.
  public var metrics: [String: Double]
  /// Of how many validations' models this is the average; nil for the model of one.
  public var averaged: Int?

  /// Makes a report.
  public init(update: Int, epoch: Int, metrics: [String: Double], averaged: Int? = nil) {
    self.update = update
    self.epoch = epoch
    self.metrics = metrics
    self.averaged = averaged
  }
}
