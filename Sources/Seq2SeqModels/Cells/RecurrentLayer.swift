import Seq2SeqTensors

/// A cell with the weights of its input and of its state: one layer in one direction.
struct RecurrentLayer: Sendable {
  let inputWeight: Parameter
  let recurrentWeight: Parameter
  let bias: Parameter
  let cell: any RecurrentCell
  let hiddenSize: Int

  init(
    _ kind: CellKind, inputSize: Int, hiddenSize: Int, scope: String,
    _ builder: inout ParameterBuilder
  ) {
    self.hiddenSize = hiddenSize
    let gates = kind.type.gates.count
    inputWeight = builder.add(
      "\(scope).inputWeight", rows: gates * hiddenSize, columns: inputSize, .glorot(gates: gates))
    recurrentWeight = builder.add(
      "\(scope).recurrentWeight", rows: gates * hiddenSize, columns: hiddenSize,
      .glorot(gates: gates))
    bias = builder.add(
      "\(scope).bias", rows: 1, columns: gates * hiddenSize, role: .bias, .gates(kind.initialBias))
    cell = kind.type.init(hiddenSize: hiddenSize, scope: scope, &builder)
  }

  /// Prepares `steps` steps of `batch` rows. `inputGates` [T * B, gates * H] holds W x + b and is used up.
  /// Without an initial state the sequence starts from zeros.
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
    let gates = tape.linear(sequence, inputWeight, bias: bias)
    let unroll = unroll(
      tape, inputGates: gates, steps: layout.time, batch: layout.batch, initial: nil,
      direction: direction)
    let times = 0..<layout.time
    for time in direction == .forward ? Array(times) : times.reversed() {
      unroll.step(time, lengths: layout.lengths)
    }
    return unroll
  }
}
