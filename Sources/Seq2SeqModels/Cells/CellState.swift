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
