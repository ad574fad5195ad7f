import Seq2SeqTensors

/// What a recurrent layer carries from one step to the next.
package struct CellState {
  /// h [B, H].
  package var hidden: Tensor
  /// c [B, H], for cells that have one.
  package var cell: Tensor?

  package init(hidden: Tensor, cell: Tensor? = nil) {
    self.hidden = hidden
    self.cell = cell
  }

  /// The tensors that make up the state.
  package var parts: [Tensor] { cell.map { [hidden, $0] } ?? [hidden] }
}

/// Which way a layer reads.
package enum Direction: String, CaseIterable, Sendable {
  case forward, backward
}

/// A recurrent cell: h_t = f(x_t, h_{t-1}). The plug-in point for new cells.
///
/// The layer that owns the cell hands it the input's part of the pre-activations for all steps at once; the
/// cell adds what depends on the previous state, one step at a time.
package protocol RecurrentCell: Sendable {
  /// Matrices of H rows in the input weight: 4 for an LSTM.
  var gateCount: Int { get }
  /// H.
  var hiddenSize: Int { get }

  /// Prepares `steps` steps of `batch` rows. `inputGates` [T * B, gates * H] holds W x + b and is used up.
  /// Without an initial state the sequence starts from zeros.
  func unroll(
    _ tape: Tape, inputGates: Tensor, steps: Int, batch: Int, initial: CellState?,
    direction: Direction
  ) -> any CellUnroll
}

/// A cell over the steps of one sequence.
package protocol CellUnroll {
  /// Computes one step; steps come in the direction's order. Rows that are past their sentence's length
  /// keep their state.
  func step(_ time: Int, lengths: [Int32]?)
  /// The hidden states of all times [T * B, H].
  var states: Tensor { get }
  /// The state after the direction's last step.
  var final: CellState { get }
}

extension CellKind {
  /// Declares the parameters of a cell of this kind under a scope.
  func makeCell(
    hiddenSize: Int, scope: String, _ builder: inout ParameterBuilder
  ) -> any RecurrentCell {
    switch self {
    case .lstm, .rnn, .gru: LSTMCell(hiddenSize: hiddenSize, scope: scope, &builder)
    }
  }

  /// Whether the state has a `cell` beside `hidden`.
  var hasCellState: Bool { self == .lstm }

  /// What the biases of the gates start from.
  var initialBias: [Float] {
    switch self {
    // Forget gates that start open let gradients through from the first update on (Jozefowicz et al. 2015).
    case .lstm, .rnn, .gru: [0, 1, 0, 0]
    }
  }
}
