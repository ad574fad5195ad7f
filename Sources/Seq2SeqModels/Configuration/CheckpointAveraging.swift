/// Averaging of weights that one run passed through (Junczys-Dowmunt et al. 2016, section 3).
public struct CheckpointAveraging: Codable, Equatable, Sendable {
  /// Which weights are averaged.
  public enum Kind: String, Codable, CaseIterable, Sendable {
    /// None: the best single model is kept.
    case none
    /// Those of the last validations.
    case last
    /// Those of the validations with the best figures.
    case best
  }

  /// Which weights.
  public var kind = Kind.none
  /// Of how many validations.
  public var count = 5

  /// No averaging.
  public init() {}

  enum CodingKeys: String, CodingKey {
    case kind, count
  }

  /// Reads what is given and takes the defaults for the rest.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    kind = try container.decodeIfPresent(Kind.self, forKey: .kind) ?? kind
    count = try container.decodeIfPresent(Int.self, forKey: .count) ?? count
  }
}
