/// The network that reads the source.
public struct EncoderConfiguration: Codable, Equatable, Sendable {
  /// The recurrent layers, one upon the other.
  public var layers = 1
  /// Whether each layer reads in both directions.
  public var bidirectional = true
  /// The width of each direction; that of the model if nil.
  public var hiddenSize: Int?

  /// One bidirectional layer.
  public init() {}

  enum CodingKeys: String, CodingKey {
    case layers, bidirectional
    case hiddenSize = "hidden_size"
  }

  /// Reads what is given and takes the defaults for the rest.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    layers = try container.decodeIfPresent(Int.self, forKey: .layers) ?? layers
    bidirectional =
      try container.decodeIfPresent(Bool.self, forKey: .bidirectional) ?? bidirectional
    hiddenSize = try container.decodeIfPresent(Int.self, forKey: .hiddenSize)
  }
}
