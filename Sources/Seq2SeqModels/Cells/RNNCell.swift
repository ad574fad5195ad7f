import Seq2SeqTensors

/// The plain recurrent network with tanh; see `Tape.rnnStep` for the equations.
struct RNNCell: RecurrentCell {
  static let gates = [CellGate("candidate")]

  init(hiddenSize: Int, scope: String, _ builder: inout ParameterBuilder) {}

  func step(_ tape: Tape, _ step: CellStep) {
    tape.rnnStep(
      gates: step.gates, previous: step.previous.hidden, hidden: step.next.hidden, time: step.time,
      lengths: step.lengths)
  }
}
