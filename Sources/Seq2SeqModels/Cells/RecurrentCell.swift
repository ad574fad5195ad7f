import Seq2SeqTensors

/// A recurrent cell: state_t = f(W x_t + b, U h_{t-1}, state_{t-1}). The plug-in point for new cells.
///
/// The layer that owns the cell has W, U and b for all gates and makes the products; the cell says which
/// gates there are and what becomes of their pre-activations in one step. A new cell is a file like
/// `RNNCell` and a case in `CellKind.type`.
package protocol RecurrentCell: Sendable {
  /// The gates, in the order in which they lie in weights and pre-activations, H rows for each.
  static var gates: [CellGate] { get }
  /// Whether the state has a `cell` beside `hidden`.
  static var hasCellState: Bool { get }
  /// Whether a step needs U h by itself; else it is added to W x + b, which costs less.
  static var keepsRecurrentPart: Bool { get }

  /// Declares the parameters that the cell has beside the layer's, if any, under the layer's scope.
  init(hiddenSize: Int, scope: String, _ builder: inout ParameterBuilder)

  /// Computes one step. Rows that are past their sentence's length keep their state.
  func step(_ tape: Tape, _ step: CellStep)
}

extension RecurrentCell {
  package static var hasCellState: Bool { false }
  package static var keepsRecurrentPart: Bool { false }
}

/// A gate of a cell.
package struct CellGate: Sendable {
  /// What the gate does, in a word.
  package let name: String
  /// What its biases start from.
  package let initialBias: Float

  package init(_ name: String, initialBias: Float = 0) {
    self.name = name
    self.initialBias = initialBias
  }
}

extension CellKind {
  /// The cell of this kind.
  package var type: any RecurrentCell.Type {
    switch self {
    case .rnn: RNNCell.self
    case .gru: GRUCell.self
    case .lstm: LSTMCell.self
    }
  }

  /// Whether the state has a `cell` beside `hidden`.
  var hasCellState: Bool { type.hasCellState }
}
