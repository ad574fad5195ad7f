import Seq2SeqTensors

/// h0 = tanh(W_h h_final + b_h) and, for cells that have one, c0 = W_c c_final + b_c
/// (after Bahdanau et al. 2015, appendix A.2.2).
struct LinearBridge: Bridge {
  private struct Side: Sendable {
    let weight: Parameter
    let bias: Parameter

    init(_ model: ModelConfiguration, scope: String, _ builder: inout ParameterBuilder) {
      weight = builder.add(
        "\(scope).weight", rows: model.decoderHiddenSize, columns: model.encoderWidth,
        .glorot(gates: 1))
      bias = builder.add(
        "\(scope).bias", rows: 1, columns: model.decoderHiddenSize, role: .bias, .zeros)
    }
  }

  private let hidden: [Side]
  private let cell: [Side]

  init(_ model: ModelConfiguration, hasCellState: Bool, _ builder: inout ParameterBuilder) {
    var (hidden, cell): ([Side], [Side]) = ([], [])
    for layer in 0..<model.decoder.layers {
      hidden.append(Side(model, scope: "bridge.layer\(layer).hidden", &builder))
      if hasCellState {
        cell.append(Side(model, scope: "bridge.layer\(layer).cell", &builder))
      }
    }
    (self.hidden, self.cell) = (hidden, cell)
  }

  func initialStates(_ tape: Tape, _ finals: [CellState]) -> [CellState?] {
    hidden.indices.map { layer in
      let final = encoderLayer(for: layer, of: finals, decoderLayers: hidden.count)
      let start = tape.tanh(
        tape.linear(final.hidden, hidden[layer].weight, bias: hidden[layer].bias))
      guard let finalCell = final.cell, cell.indices.contains(layer) else {
        return CellState(hidden: start)
      }
      return CellState(
        hidden: start,
        cell: tape.linear(finalCell, cell[layer].weight, bias: cell[layer].bias))
    }
  }
}
