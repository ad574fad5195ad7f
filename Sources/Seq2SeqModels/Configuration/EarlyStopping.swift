/// When to stop because validation no longer improves.
public struct EarlyStopping: Codable, Equatable, Sendable {
  /// The figure that decides which model is best: `loss` or the name of a metric.
  public var metric = "loss"
  /// The validations without improvement after which training stops; 0 never stops early.
  public var patience = 5

  /// Stops after five validations without a lower loss.
  public init() {}

  enum CodingKeys: String, CodingKey {
    case metric, patience
  }

  /// Reads what is given and takes the defaults for the rest.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    metric = try container.decodeIfPresent(String.self, forKey: .metric) ?? metric
    patience = try container.decodeIfPresent(Int.self, forKey: .patience) ?? patience
  }
}
