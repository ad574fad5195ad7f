import Seq2SeqTensors

/// A cell with the weights of its input and of its state: one layer in one direction.
struct RecurrentLayer: Sendable {
  let inputWeight: Parameter
  let recurrentWeight: Parameter
  let bias: Parameter
  let cell: any RecurrentCell
  let hiddenSize: Int
  /// The share of the state that is dropped on its way into the gates.
  let recurrentDropout: Float
  let normalization: Normalization?

  /// The gains of the layer's normalisation (Ba et al. 2016): the pre-activations are
  ///
  ///     gain_x norm(W x) + gain_h norm(U h) + b
  ///
  /// where norm brings each gate's H numbers to mean 0 and variance 1, so that every gate of every cell
  /// is a layer in the paper's sense. Its two shifts are added to b there and are b here. The paper also
  /// normalises an LSTM's c on its way to h; that would be another thing for each cell, and is left out.
  struct Normalization: Sendable {
    let inputGain: Parameter
    let recurrentGain: Parameter
  }

  init(
    _ cellType: any RecurrentCell.Type, _ model: ModelConfiguration, inputSize: Int,
    hiddenSize: Int, scope: String,
    _ builder: inout ParameterBuilder
  ) {
    self.hiddenSize = hiddenSize
    recurrentDropout = Float(model.recurrentDropout)
    let gates = cellType.gates.count
    inputWeight = builder.add(
      "\(scope).inputWeight", rows: gates * hiddenSize, columns: inputSize, .glorot(gates: gates))
    recurrentWeight = builder.add(
      "\(scope).recurrentWeight", rows: gates * hiddenSize, columns: hiddenSize,
      .glorot(gates: gates))
    bias = builder.add(
      "\(scope).bias", rows: 1, columns: gates * hiddenSize, role: .bias,
      .gates(cellType.gates.map(\.initialBias)))
    cell = cellType.init(hiddenSize: hiddenSize, scope: scope, &builder)
    func gain(_ name: String) -> Parameter {
      builder.add(
        "\(scope).\(name)", rows: 1, columns: gates * hiddenSize, role: .bias,
        .gates([Float](repeating: 1, count: gates)))
    }
    normalization =
      model.layerNormalization
      ? Normalization(inputGain: gain("inputGain"), recurrentGain: gain("recurrentGain")) : nil
  }

  /// What `unroll` starts from for inputs that are all known [T * B, inputs].
  func inputGates(_ tape: Tape, _ sequence: Tensor) -> Tensor {
    tape.section(.inputProducts) {
      tape.linear(sequence, inputWeight, bias: normalization == nil ? bias : nil)
    }
  }

  /// The same before any input has been added.
  func inputGates(_ tape: Tape, rows: Int) -> Tensor {
    normalization == nil
      ? tape.repeatedRow(bias, rows: rows) : tape.zeros(rows: rows, columns: bias.columns)
  }

  /// Prepares `steps` steps of `batch` rows. `inputGates` [T * B, gates * H], made by the function of that
  /// name, holds all products with inputs once a step is computed, and is used up. Without an initial state the sequence starts from zeros.
  func unroll(
    _ tape: Tape, inputGates: Tensor, steps: Int, batch: Int, initial: CellState?,
    direction: Direction
  ) -> CellUnroll {
    CellUnroll(
      tape, self, inputGates: inputGates, steps: steps, batch: batch, initial: initial,
      direction: direction)
  }

  /// Reads a whole sequence [T * B, inputs].
  func read(
    _ tape: Tape, _ sequence: Tensor, layout: SourceLayout, direction: Direction
  ) -> CellUnroll {
    let unroll = unroll(
      tape, inputGates: inputGates(tape, sequence), steps: layout.time, batch: layout.batch,
      initial: nil,
      direction: direction)
    let times = 0..<layout.time
    for time in direction == .forward ? Array(times) : times.reversed() {
      unroll.step(time, lengths: layout.lengths)
    }
    return unroll
  }
}
