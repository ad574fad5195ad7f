import Seq2SeqTensors

/// What the encoder says about a batch of sources: the context for the decoder.
package struct EncodedSource {
  /// The top layer's outputs at all times [S * B, C]: what attention looks at.
  package let states: Tensor
  /// The last state of each layer, both directions side by side [B, C].
  package let finals: [CellState]
  /// Each layer's run, forward and, if it reads both ways, backward.
  package let unrolls: [[CellUnroll]]
  package let layout: SourceLayout
  /// What may be copied from where; nil where nothing may.
  let copies: CopyTokens?

  /// The context vector [B, C]: the top layer's last state.
  var context: Tensor { finals[finals.count - 1].hidden }
}

/// Reads the source: embedding, then recurrent layers in one or both directions
/// (Sutskever et al. 2014; both directions: Bahdanau et al. 2015, § 3.2).
package struct RecurrentEncoder: Sendable {
  let embedding: Parameter
  private let layers: [[(direction: Direction, layer: RecurrentLayer)]]
  private let dropout: Float
  private let isResidual: Bool

  init(
    _ model: ModelConfiguration, _ parts: ModelParts, vocabularySize: Int,
    _ builder: inout ParameterBuilder
  ) {
    dropout = Float(model.dropout)
    isResidual = model.residual
    let isShared = model.tieEmbeddings == .all
    embedding = builder.add(
      isShared ? "embedding.weight" : "encoder.embedding.weight", rows: vocabularySize,
      columns: model.embeddingSize, role: isShared ? .matrix : .table, .uniform(0.1))
    let directions: [Direction] = model.encoder.bidirectional ? [.forward, .backward] : [.forward]
    var layers: [[(direction: Direction, layer: RecurrentLayer)]] = []
    for index in 0..<model.encoder.layers {
      var sides: [(direction: Direction, layer: RecurrentLayer)] = []
      for direction in directions {
        let layer = RecurrentLayer(
          parts.cell(model), model,
          inputSize: index == 0 ? model.embeddingSize : model.encoderWidth,
          hiddenSize: model.encoderHiddenSize, scope: "encoder.layer\(index).\(direction.rawValue)",
          &builder)
        sides.append((direction, layer))
      }
      layers.append(sides)
    }
    self.layers = layers
  }

  package func encode(_ tape: Tape, _ source: SourceBatch) -> EncodedSource {
    tape.section(.rows) { read(tape, source) }
  }

  private func read(_ tape: Tape, _ source: SourceBatch) -> EncodedSource {
    var sequence = tape.dropout(tape.embedding(source.tokens, embedding), rate: dropout)
    var finals: [CellState] = []
    var all: [[CellUnroll]] = []
    for (index, sides) in layers.enumerated() {
      let below = sequence
      if index > 0 { sequence = tape.dropout(sequence, rate: dropout) }
      let unrolls = sides.map {
        $0.layer.read(tape, sequence, layout: source.layout, direction: $0.direction)
      }
      all.append(unrolls)
      sequence = tape.concatenate(unrolls.map(\.states))
      if isResidual, index > 0 {
        let sum = tape.tensor(rows: sequence.rows, columns: sequence.columns)
        tape.add(sequence, below, into: sum)
        sequence = sum
      }
      let cells = unrolls.compactMap(\.final.cell)
      finals.append(
        CellState(
          hidden: tape.concatenate(unrolls.map(\.final.hidden)),
          cell: cells.isEmpty ? nil : tape.concatenate(cells)))
    }
    return EncodedSource(
      states: sequence, finals: finals, unrolls: all, layout: source.layout,
      copies: source.copies)
  }
}
