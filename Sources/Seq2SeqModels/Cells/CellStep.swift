import Seq2SeqTensors

/// What a cell reads and writes in one step.
package struct CellStep {
  /// The pre-activations W x + b + U h [B, gates * H]; without U h if the cell keeps it apart. The cell
  /// leaves the activations here.
  package let gates: Tensor
  /// U h [B, gates * H] if the cell keeps it apart, else the same tensor as `gates`.
  package let recurrent: Tensor
  /// The state before.
  package let previous: CellState
  /// Where the new state goes.
  package let next: CellState
  /// The number of the step.
  package let time: Int
  /// The length of each row's sentence; nil: none has ended.
  package let lengths: [Int32]?
}
