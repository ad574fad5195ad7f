/// The score of one of two systems that are compared.
public struct SystemScore: Sendable, Equatable, Encodable {
  /// The score of the whole corpus.
  public var score: Double
  /// The mean over the bootstrap's corpora.
  public var mean: Double
  /// The lower end of the interval that holds 95 of 100 of them.
  public var low: Double
  /// Its upper end.
  public var high: Double
  /// Half of its width: what sacreBLEU prints after `±`.
  public var halfWidth: Double { 0.5 * (high - low) }

  enum CodingKeys: String, CodingKey {
    case score, mean, low, high
    case halfWidth = "half_width"
  }

  /// Writes the half of the width too.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(score, forKey: .score)
    try container.encode(mean, forKey: .mean)
    try container.encode(low, forKey: .low)
    try container.encode(high, forKey: .high)
    try container.encode(halfWidth, forKey: .halfWidth)
  }

  init(_ score: Double, samples: [Double]) {
    let sorted = samples.sorted()
    let left = sorted.count / 40
    self.score = score
    mean = samples.reduce(0, +) / Double(max(1, samples.count))
    low = sorted.isEmpty ? score : sorted[left]
    high = sorted.isEmpty ? score : sorted[sorted.count - left - 1]
  }
}
