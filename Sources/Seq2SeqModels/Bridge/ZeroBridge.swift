import Seq2SeqTensors

/// The decoder starts from zeros: all it learns of the source comes by attention or
/// as an input at every step.
struct ZeroBridge: Bridge {
  let layers: Int

  func initialStates(_ tape: Tape, _ finals: [CellState]) -> [CellState?] {
    [CellState?](repeating: nil, count: layers)
  }
}
