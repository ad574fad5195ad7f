/// The score of one of two systems that are compared.
public struct SystemScore: Sendable, Equatable, Encodable {
  /// The score of the whole corpus.
  public var score: Double
  /// What the bootstrap says of it; nil for a metric that cannot be resampled.
  public var interval: ConfidenceInterval?

  /// Writes both as one object.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(score, forKey: .score)
    try container.encodeIfPresent(interval?.mean, forKey: .mean)
    try container.encodeIfPresent(interval?.low, forKey: .low)
    try container.encodeIfPresent(interval?.high, forKey: .high)
    try container.encodeIfPresent(interval?.halfWidth, forKey: .halfWidth)
  }

  enum CodingKeys: String, CodingKey {
    case score, mean, low, high
    case halfWidth = "half_width"
  }
}
