/// The network that writes the target.
public struct DecoderConfiguration: Codable, Equatable, Sendable {
  /// The recurrent layers, one upon the other.
  public var layers = 1
  /// Whether the last attentional state is fed in with the next token (Luong et al. 2015,
  /// section 3.3).
  public var inputFeeding = true
  /// Whether the context vector of `last_state` is an input at every step (Cho et al. 2014) and not
  /// only where the decoder starts from (Sutskever et al. 2014).
  public var contextInput = false
  /// The width; that of the model if nil.
  public var hiddenSize: Int?

  /// One layer with input feeding.
  public init() {}

  enum CodingKeys: String, CodingKey {
    case layers
    case inputFeeding = "input_feeding"
    case contextInput = "context_input"
    case hiddenSize = "hidden_size"
  }

  /// Reads what is given and takes the defaults for the rest.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    layers = try container.decodeIfPresent(Int.self, forKey: .layers) ?? layers
    inputFeeding = try container.decodeIfPresent(Bool.self, forKey: .inputFeeding) ?? inputFeeding
    contextInput = try container.decodeIfPresent(Bool.self, forKey: .contextInput) ?? contextInput
    hiddenSize = try container.decodeIfPresent(Int.self, forKey: .hiddenSize)
  }
}
