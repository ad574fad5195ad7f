/// How the learning rate changes while training.
public struct Schedule: Codable, Equatable, Sendable {
  /// The shapes a schedule can have.
  public enum Kind: String, Codable, CaseIterable, Sendable {
    /// The same rate throughout.
    case constant
    /// Multiplied by the factor when validation has not improved for as long as the patience.
    case plateau
    /// Multiplied by the factor after each epoch.
    case exponential
    /// Proportional to one over the square root of the update.
    case inverseSqrt = "inverse_sqrt"
    /// A warm-up, then one over the square root (Vaswani et al. 2017, section 5.3).
    case noam
  }

  /// The shape.
  public var kind = Kind.plateau
  /// What the rate is multiplied by when it falls, between 0 and 1.
  public var factor = 0.5
  /// The validations without improvement after which the rate falls.
  public var patience = 2
  /// The rate below which it does not fall.
  public var minimum = 0.0
  /// The updates over which `inverse_sqrt` and `noam` raise the rate before it falls.
  public var warmup = 4000

  /// A plateau schedule that halves the rate after two validations without improvement.
  public init() {}

  enum CodingKeys: String, CodingKey {
    case kind, factor, patience, minimum, warmup
  }

  /// Reads what is given and takes the defaults for the rest.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    kind = try container.decodeIfPresent(Kind.self, forKey: .kind) ?? kind
    factor = try container.decodeIfPresent(Double.self, forKey: .factor) ?? factor
    patience = try container.decodeIfPresent(Int.self, forKey: .patience) ?? patience
    minimum = try container.decodeIfPresent(Double.self, forKey: .minimum) ?? minimum
    warmup = try container.decodeIfPresent(Int.self, forKey: .warmup) ?? warmup
  }
}
