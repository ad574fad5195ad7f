import Seq2SeqTensors

/// A cell with the weights of its input: one layer in one direction.
struct RecurrentLayer: Sendable {
  let inputWeight: Parameter
  let bias: Parameter
  let cell: any RecurrentCell

  init(
    _ kind: CellKind, inputSize: Int, hiddenSize: Int, scope: String,
    _ builder: inout ParameterBuilder
  ) {
    let gates = kind.initialBias.count
    inputWeight = builder.add(
      "\(scope).inputWeight", rows: gates * hiddenSize, columns: inputSize, .glorot(gates: gates))
    cell = kind.makeCell(hiddenSize: hiddenSize, scope: scope, &builder)
    bias = builder.add(
      "\(scope).bias", rows: 1, columns: gates * hiddenSize, role: .bias, .gates(kind.initialBias))
  }

  /// Reads a whole sequence [T * B, inputs].
  func read(
    _ tape: Tape, _ sequence: Tensor, layout: SourceLayout, direction: Direction
  ) -> any CellUnroll {
    let gates = tape.linear(sequence, inputWeight, bias: bias)
    let unroll = cell.unroll(
      tape, inputGates: gates, steps: layout.time, batch: layout.batch, initial: nil,
      direction: direction)
    let times = 0..<layout.time
    for time in direction == .forward ? Array(times) : times.reversed() {
      unroll.step(time, lengths: layout.lengths)
    }
    return unroll
  }
}
