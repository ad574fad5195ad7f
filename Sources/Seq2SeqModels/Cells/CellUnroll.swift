import Seq2SeqTensors

/// A recurrent layer over the steps of one sequence.
///
/// States lie in slots of B rows, the initial state before the first step's in the direction of reading,
/// so that previous states are one block for the weight gradient.
package struct CellUnroll {
  /// The activations of the gates [T * B, gates * H], at the times that are done.
  package let gates: Tensor
  private let tape: Tape
  private let cell: any RecurrentCell
  private let recurrent: Tensor
  private let slots: CellState
  private let product: UnrolledProduct
  private let dropped: Dropped?
  private let normalized: Normalized?
  private let steps: Int
  private let batch: Int
  private let direction: Direction
  /// The time of the step that starts from zeros; nil if there is an initial state.
  private let firstTime: Int?

  /// The previous states [T * B, H] times one mask [B, H] for all steps (Gal and Ghahramani 2016).
  private struct Dropped {
    let mask: Tensor
    let states: Tensor
  }

  /// Products before they are normalised, with their gains.
  private struct Normalized {
    let input: Tensor
    let recurrent: Tensor
    let gains: RecurrentLayer.Normalization
    let gateCount: Int
  }

  init(
    _ tape: Tape, _ layer: RecurrentLayer, inputGates: Tensor, steps: Int, batch: Int,
    initial: CellState?, direction: Direction
  ) {
    self.tape = tape
    self.steps = steps
    self.batch = batch
    self.direction = direction
    firstTime = initial == nil ? (direction == .forward ? 0 : steps - 1) : nil
    cell = layer.cell
    let cellType = type(of: layer.cell)
    let (rows, columns) = (inputGates.rows, inputGates.columns)
    gates = layer.normalization == nil ? inputGates : tape.repeatedRow(layer.bias, rows: rows)
    recurrent = cellType.keepsRecurrentPart ? tape.zeros(rows: rows, columns: columns) : gates
    normalized = layer.normalization.map {
      Normalized(
        input: inputGates, recurrent: tape.zeros(rows: rows, columns: columns), gains: $0,
        gateCount: cellType.gates.count)
    }
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
    dropped = tape.dropoutMask(
      rows: batch, columns: layer.hiddenSize, rate: layer.recurrentDropout
    ).map { Dropped(mask: $0, states: tape.tensor(rows: rows, columns: layer.hiddenSize)) }
    product = UnrolledProduct(
      tape, from: dropped?.states ?? hidden.slice(previous..<previous + rows),
      layer.recurrentWeight, addingTo: normalized?.recurrent ?? recurrent)
  }

  /// Computes one step; steps come in the direction's order. Rows that are past their sentence's length
  /// keep their state.
  package func step(_ time: Int, lengths: [Int32]?) {
    let (before, after) = direction == .forward ? (time, time + 1) : (time + 1, time)
    let gates = gates.step(time, batch: batch)
    let recurrent = recurrent.step(time, batch: batch)
    if let dropped {
      tape.multiply(
        state(before).hidden, dropped.mask, into: dropped.states.step(time, batch: batch))
    }
    tape.section(.recurrentProducts) {
      product.add(time * batch..<(time + 1) * batch, areZeros: time == firstTime)
    }
    if let normalized {
      let (gains, count) = (normalized.gains, normalized.gateCount)
      tape.addNormalized(
        normalized.input.step(time, batch: batch), gain: gains.inputGain, gates: count, into: gates)
      tape.addNormalized(
        normalized.recurrent.step(time, batch: batch), gain: gains.recurrentGain, gates: count,
        into: recurrent)
    }
    tape.section(.gates) {
      cell.step(
        tape,
        CellStep(
          gates: gates, recurrent: recurrent,
          previous: state(before), next: state(after), time: time, lengths: lengths))
    }
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
