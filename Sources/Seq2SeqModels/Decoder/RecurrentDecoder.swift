import Seq2SeqTensors

/// Writes the target: embedding, recurrent layers, attention over the source, projection to the
/// vocabulary (Luong et al. 2015, § 3).
///
/// The attentional state is a_t = tanh(W_c context_t + W_h h_t); without attention it is h_t. With input
/// feeding a_{t-1} is a further input of the first layer (ibid. § 3.3), and so can the context vector be
/// that is the encoder's last state (Cho et al. 2014, § 2.2). With tied embeddings the projection's weight
/// is the target embedding (Press and Wolf 2017), and the source embedding as well if all three are one.
package struct RecurrentDecoder: Sendable {
  package let embedding: Parameter
  let layers: [RecurrentLayer]
  let feedWeight: Parameter?
  private let contextWeight: Parameter?
  let attention: Attention?
  let copyGate: CopyGate?
  package let projection: (weight: Parameter, bias: Parameter)
  let dropout: Float
  let isResidual: Bool
  let hiddenSize: Int

  /// The attention with the weights that join context and state.
  struct Attention: Sendable {
    let mechanism: any AttentionMechanism
    let contextWeight: Parameter
    let hiddenWeight: Parameter
    let width: Int
  }

  /// What decides between generating and copying (See et al. 2017, § 2.2, (8)):
  /// p_gen = sigmoid(w_c · context + w_h · h + w_x · input + b).
  struct CopyGate {
    let contextWeight: Parameter
    let hiddenWeight: Parameter
    let inputWeight: Parameter
    let bias: Parameter

    init(_ model: ModelConfiguration, _ builder: inout ParameterBuilder) {
      func weight(_ name: String, _ columns: Int) -> Parameter {
        builder.add("decoder.copy.\(name)", rows: 1, columns: columns, .glorot(gates: 1))
      }
      contextWeight = weight("contextWeight", model.encoderWidth)
      hiddenWeight = weight("hiddenWeight", model.decoderHiddenSize)
      inputWeight = weight("inputWeight", model.embeddingSize)
      bias = builder.add("decoder.copy.bias", rows: 1, columns: 1, role: .bias, .zeros)
    }
  }

  init(
    _ model: ModelConfiguration, _ parts: ModelParts, vocabularySize: Int,
    sourceEmbedding: Parameter,
    _ builder: inout ParameterBuilder
  ) {
    let size = model.decoderHiddenSize
    hiddenSize = size
    dropout = Float(model.dropout)
    isResidual = model.residual
    embedding =
      model.tieEmbeddings == .all
      ? sourceEmbedding
      : builder.add(
        "decoder.embedding.weight", rows: vocabularySize, columns: model.embeddingSize,
        role: model.tieEmbeddings == .target ? .matrix : .table, .uniform(0.1))
    var layers: [RecurrentLayer] = []
    for index in 0..<model.decoder.layers {
      layers.append(
        RecurrentLayer(
          parts.cell(model), model, inputSize: index == 0 ? model.embeddingSize : size,
          hiddenSize: size,
          scope: "decoder.layer\(index)", &builder))
    }
    self.layers = layers
    let gates = parts.cell(model).gates.count
    feedWeight =
      model.decoder.inputFeeding
      ? builder.add(
        "decoder.layer0.feedWeight", rows: gates * size, columns: size, .glorot(gates: gates))
      : nil
    contextWeight =
      model.decoder.contextInput
      ? builder.add(
        "decoder.layer0.contextWeight", rows: gates * size, columns: model.encoderWidth,
        .glorot(gates: gates))
      : nil
    attention = parts.attention(model, &builder).map { mechanism in
      Attention(
        mechanism: mechanism,
        contextWeight: builder.add(
          "decoder.combine.contextWeight", rows: size, columns: model.encoderWidth,
          .glorot(gates: 1)),
        hiddenWeight: builder.add(
          "decoder.combine.hiddenWeight", rows: size, columns: size, .glorot(gates: 1)),
        width: model.encoderWidth)
    }
    projection = (
      model.tieEmbeddings == .false
        ? builder.add(
          "decoder.projection.weight", rows: vocabularySize, columns: size, .glorot(gates: 1))
        : embedding,
      builder.add("decoder.projection.bias", rows: 1, columns: vocabularySize, role: .bias, .zeros)
    )
    copyGate = model.copying ? CopyGate(model, &builder) : nil
  }

  /// What the decoder may look at, each row at the sentence of its number. All products of the source alone
  /// are worked out here, once.
  package func memory(_ tape: Tape, _ encoded: EncodedSource) -> DecoderMemory {
    precondition(copyGate == nil || encoded.copies != nil, "what may be copied is not known")
    return DecoderMemory(
      states: encoded.states, keys: attention?.mechanism.keys(tape, encoded.states),
      contextGates: contextWeight.map { tape.linear(encoded.context, $0) },
      layout: encoded.layout, copies: copyGate == nil ? nil : encoded.copies,
      sentences: (0..<encoded.layout.batch).map { Int32(truncatingIfNeeded: $0) })
  }

  /// Runs over target inputs [T * B], all known: teacher forcing in training, one step in a search. With
  /// `readsTruth` [T * B] the decoder reads its own best guess in their place where that is false.
  package func unroll(
    _ tape: Tape, inputs: [Int32], readsTruth: [Bool]? = nil, steps: Int, start: DecoderStart,
    memory: DecoderMemory
  ) -> DecoderUnroll {
    var unroll = DecoderUnroll(
      tape, self, inputs: inputs, readsTruth: readsTruth, steps: steps, start: start,
      memory: memory)
    unroll.run()
    return unroll
  }
}

/// Where a decoder starts.
package struct DecoderStart {
  /// The state of each layer; nil: zeros.
  package var states: [CellState?]
  /// a_{t-1} [B, H] for input feeding; nil: zeros.
  package var feed: Tensor?

  package init(states: [CellState?], feed: Tensor? = nil) {
    self.states = states
    self.feed = feed
  }
}

/// What a decoder may look at: the encoded source, seen from its own rows.
package struct DecoderMemory {
  /// [S * B, C].
  package let states: Tensor
  /// [S * B, H]; nil without attention.
  package let keys: Tensor?
  /// The context vector's part of the first layer's gates [B, gates * H], the same at every step; nil
  /// where it is no input.
  let contextGates: Tensor?
  package let layout: SourceLayout
  /// What may be copied; nil where nothing may.
  let copies: CopyTokens?
  /// Whose source each of the decoder's rows looks at.
  package var sentences: [Int32]
}
