import Seq2SeqTensors

/// The gated recurrent unit, gates in PyTorch's order r, z, n; see `Tape.gruStep` for the equations.
///
/// PyTorch has two biases for each gate. Those of r and z are added anyway and are one here; the second
/// one of n is scaled by the reset gate and is a parameter of its own.
struct GRUCell: RecurrentCell {
  static let gates = [CellGate("reset"), CellGate("update"), CellGate("candidate")]
  static let keepsRecurrentPart = true

  private let recurrentBias: Parameter

  init(hiddenSize: Int, scope: String, _ builder: inout ParameterBuilder) {
    recurrentBias = builder.add(
      "\(scope).recurrentBias", rows: 1, columns: hiddenSize, role: .bias, .zeros)
  }

  func step(_ tape: Tape, _ step: CellStep) {
    tape.gruStep(
      gates: step.gates, recurrent: step.recurrent, bias: recurrentBias,
      previous: step.previous.hidden, hidden: step.next.hidden, time: step.time,
      lengths: step.lengths)
  }
}
