/// What the scores of many corpora that were drawn say of the score of one.
public struct ConfidenceInterval: Sendable, Equatable {
  /// Their mean.
  public var mean: Double
  /// The lower end of the interval that holds 95 of 100 of them.
  public var low: Double
  /// Its upper end.
  public var high: Double
  /// Half of its width: what sacreBLEU prints after `±`.
  public var halfWidth: Double { 0.5 * (high - low) }

  /// Takes the scores; nil without any.
  init?(_ scores: [Double]) {
    guard !scores.isEmpty else { return nil }
    let sorted = scores.sorted()
    let left = sorted.count / 40
    mean = scores.reduce(0, +) / Double(scores.count)
    (low, high) = (sorted[left], sorted[sorted.count - left - 1])
  }
}
