/// How two systems compare by one metric; see ``PairedComparison``.
public struct SystemComparison: Sendable, Equatable, Encodable {
  /// The first system.
  public var first: SystemScore
  /// The second system.
  public var second: SystemScore
  /// How probable a difference as large as this one is by chance, by paired bootstrap resampling; nil for a
  /// metric that cannot be resampled.
  public var bootstrapP: Double?
  /// The same by approximate randomization.
  public var randomizationP: Double
  /// How the metric was computed; nil where its name says it.
  public var signature: String?

  enum CodingKeys: String, CodingKey {
    case first, second, signature
    case bootstrapP = "bootstrap_p"
    case randomizationP = "randomization_p"
  }
}
