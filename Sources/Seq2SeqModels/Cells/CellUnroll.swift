import Seq2SeqTensors

/// A recurrent layer over the steps of one sequence.
///
/// States lie in slots of B rows, the initial state before the first step's in the direction of reading,
/// so that previous states are one block for the weight gradient.
package struct CellUnroll {
  /// The pre-activations of all times [T * B, gates * H], and of times that are done the activations.
  package let gates: Tensor
  private let tape: Tape
  private let cell: any RecurrentCell
  private let recurrent: Tensor
  private let slots: CellState
  private let product: UnrolledProduct
  private let steps: Int
  private let batch: Int
  private let direction: Direction

  init(
    _ tape: Tape, _ layer: RecurrentLayer, inputGates: Tensor, steps: Int, batch: Int,
    initial: CellState?, direction: Direction
  ) {
    self.tape = tape
    self.steps = steps
    self.batch = batch
    self.direction = direction
    cell = layer.cell
    gates = inputGates
    let cellType = type(of: layer.cell)
    recurrent =
      cellType.keepsRecurrentPart
      ? tape.zeros(rows: inputGates.rows, columns: inputGates.columns) : inputGates
    func slots(startingFrom given: Tensor?) -> Tensor {
      let whole = tape.tensor(rows: (steps + 1) * batch, columns: layer.hiddenSize)
      let slot = whole.step(direction == .forward ? 0 : steps, batch: batch)
      if let given {
        tape.copy(given, into: slot)
      } else {
        slot.fill(from: [Float](repeating: 0, count: slot.count))
      }
      return whole
    }
    let hidden = slots(startingFrom: initial?.hidden)
    self.slots = CellState(
      hidden: hidden, cell: cellType.hasCellState ? slots(startingFrom: initial?.cell) : nil)
    let previous = direction == .forward ? 0 : batch
    product = UnrolledProduct(
      tape, from: hidden.slice(previous..<previous + steps * batch), layer.recurrentWeight,
      addingTo: recurrent)
  }

  /// Computes one step; steps come in the direction's order. Rows that are past their sentence's length
  /// keep their state.
  package func step(_ time: Int, lengths: [Int32]?) {
    product.add(time * batch..<(time + 1) * batch)
    let (before, after) = direction == .forward ? (time, time + 1) : (time + 1, time)
    cell.step(
      tape,
      CellStep(
        gates: gates.step(time, batch: batch), recurrent: recurrent.step(time, batch: batch),
        previous: state(before), next: state(after), time: time, lengths: lengths))
  }

  /// The hidden states of all times [T * B, H].
  package var states: Tensor { times(slots.hidden) }

  /// The cell states of all times [T * B, H], for cells that have one.
  package var cellStates: Tensor? { slots.cell.map(times) }

  /// What `gates` holds, H columns for each name.
  package var gateNames: [String] { type(of: cell).gates.map(\.name) }

  /// All slots but that of the initial state.
  private func times(_ slots: Tensor) -> Tensor {
    let first = direction == .forward ? batch : 0
    return slots.slice(first..<first + steps * batch)
  }

  /// The state after the direction's last step.
  package var final: CellState { state(direction == .forward ? steps : 0) }

  private func state(_ slot: Int) -> CellState {
    CellState(
      hidden: slots.hidden.step(slot, batch: batch), cell: slots.cell?.step(slot, batch: batch))
  }
}
