/// The shape of the network.
public struct ModelConfiguration: Codable, Equatable, Sendable {
  /// The recurrent cell.
  public var cell = CellKind.lstm
  /// The width `E` of an embedding.
  public var embeddingSize = 128
  /// The width `H` of a recurrent state, unless the encoder or the decoder says otherwise.
  public var hiddenSize = 256
  /// The share of values dropped while training: of embeddings, between layers and before the
  /// projection to the vocabulary.
  public var dropout = 0.3
  /// The share of the recurrent state dropped while training, by one mask for all steps of a sequence
  /// (Gal and Ghahramani 2016).
  public var recurrentDropout = 0.0
  /// Whether gates are normalised before their activation (Ba et al. 2016).
  public var layerNormalization = false
  /// Whether layers from the second on add their input to their output (He et al. 2016).
  public var residual = false
  /// The network that reads.
  public var encoder = EncoderConfiguration()
  /// The network that writes.
  public var decoder = DecoderConfiguration()
  /// What the decoder sees of the source.
  public var context = ContextKind.allStates
  /// How it looks at it.
  public var attention = AttentionKind.general
  /// How the decoder starts.
  public var bridge = BridgeKind.linear
  /// Whether target tokens may be copied from the source (See et al. 2017, the pointer-generator).
  public var copying = false
  /// Which embeddings are shared.
  public var tieEmbeddings = TieEmbeddings.false

  /// A bidirectional LSTM encoder and an LSTM decoder with attention, one layer each.
  public init() {}

  /// The width of one direction of the encoder.
  public var encoderHiddenSize: Int { encoder.hiddenSize ?? hiddenSize }
  /// The width of an encoder state, both directions together.
  public var encoderWidth: Int { encoderHiddenSize * (encoder.bidirectional ? 2 : 1) }
  /// The width of a decoder state.
  public var decoderHiddenSize: Int { decoder.hiddenSize ?? hiddenSize }

  enum CodingKeys: String, CodingKey {
    case cell, dropout, residual, encoder, decoder, context, attention, bridge, copying
    case recurrentDropout = "recurrent_dropout"
    case layerNormalization = "layer_normalization"
    case embeddingSize = "embedding_size"
    case hiddenSize = "hidden_size"
    case tieEmbeddings = "tie_embeddings"
  }

  /// Reads what is given and takes the defaults for the rest.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    cell = try container.decodeIfPresent(CellKind.self, forKey: .cell) ?? cell
    embeddingSize = try container.decodeIfPresent(Int.self, forKey: .embeddingSize) ?? embeddingSize
    hiddenSize = try container.decodeIfPresent(Int.self, forKey: .hiddenSize) ?? hiddenSize
    dropout = try container.decodeIfPresent(Double.self, forKey: .dropout) ?? dropout
    recurrentDropout =
      try container.decodeIfPresent(Double.self, forKey: .recurrentDropout) ?? recurrentDropout
    layerNormalization =
      try container.decodeIfPresent(Bool.self, forKey: .layerNormalization) ?? layerNormalization
    residual = try container.decodeIfPresent(Bool.self, forKey: .residual) ?? residual
    encoder =
      try container.decodeIfPresent(EncoderConfiguration.self, forKey: .encoder) ?? encoder
    self.decoder =
      try container.decodeIfPresent(DecoderConfiguration.self, forKey: .decoder) ?? self.decoder
    context = try container.decodeIfPresent(ContextKind.self, forKey: .context) ?? context
    attention = try container.decodeIfPresent(AttentionKind.self, forKey: .attention) ?? attention
    bridge = try container.decodeIfPresent(BridgeKind.self, forKey: .bridge) ?? bridge
    copying = try container.decodeIfPresent(Bool.self, forKey: .copying) ?? copying
    tieEmbeddings =
      try container.decodeIfPresent(TieEmbeddings.self, forKey: .tieEmbeddings) ?? tieEmbeddings
  }
}
