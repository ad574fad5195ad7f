import Seq2SeqTensors

/// Long short-term memory, gates in PyTorch's order i, f, g, o; see `Tape.lstmStep` for the equations.
struct LSTMCell: RecurrentCell {
  static let gates = [
    CellGate("input"),
    // Forget gates that start open let gradients through from the first update on (Jozefowicz et al. 2015).
    CellGate("forget", initialBias: 1),
    CellGate("candidate"),
    CellGate("output"),
  ]
  static let hasCellState = true

  init(hiddenSize: Int, scope: String, _ builder: inout ParameterBuilder) {}

  func step(_ tape: Tape, _ step: CellStep) {
    guard let before = step.previous.cell, let after = step.next.cell else {
      preconditionFailure("an LSTM's state has a cell")
    }
    tape.lstmStep(
      gates: step.gates, previous: (step.previous.hidden, before), hidden: step.next.hidden,
      cell: after, time: step.time, lengths: step.lengths)
  }
}
