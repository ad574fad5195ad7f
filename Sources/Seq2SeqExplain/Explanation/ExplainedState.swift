import Seq2SeqModels

/// A recurrent layer's state at one time.
public struct ExplainedState: Codable, Equatable, Sendable {
  /// h.
  public var hidden: [Float]
  /// c; nil for cells without one.
  public var cell: [Float]?

  init(hidden: [Float], cell: [Float]? = nil) {
    (self.hidden, self.cell) = (hidden, cell)
  }

  /// Takes the first sentence out of a batch.
  init(_ state: CellState) {
    self.init(hidden: state.hidden.row(0), cell: state.cell?.row(0))
  }
}
