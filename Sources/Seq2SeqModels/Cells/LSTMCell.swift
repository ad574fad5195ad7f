import Seq2SeqTensors

/// Long short-term memory, gates in PyTorch's order i, f, g, o; see `Tape.lstmStep` for the equations.
struct LSTMCell: RecurrentCell {
  let hiddenSize: Int
  let recurrentWeight: Parameter
  var gateCount: Int { 4 }

  init(hiddenSize: Int, scope: String, _ builder: inout ParameterBuilder) {
    self.hiddenSize = hiddenSize
    recurrentWeight = builder.add(
      "\(scope).recurrentWeight", rows: 4 * hiddenSize, columns: hiddenSize, .glorot(gates: 4))
  }

  func unroll(
    _ tape: Tape, inputGates: Tensor, steps: Int, batch: Int, initial: CellState?,
    direction: Direction
  ) -> any CellUnroll {
    LSTMUnroll(
      tape, self, inputGates: inputGates, steps: steps, batch: batch, initial: initial,
      direction: direction)
  }
}

/// An LSTM over one sequence. States lie in slots of B rows, the initial state before the first step's in
/// the direction of reading, so that previous states are one block for the weight gradient.
private struct LSTMUnroll: CellUnroll {
  private let tape: Tape
  private let gates: Tensor
  private let hidden: Tensor
  private let cell: Tensor
  private let product: UnrolledProduct
  private let steps: Int
  private let batch: Int
  private let direction: Direction

  init(
    _ tape: Tape, _ lstm: LSTMCell, inputGates: Tensor, steps: Int, batch: Int,
    initial: CellState?, direction: Direction
  ) {
    self.tape = tape
    self.steps = steps
    self.batch = batch
    self.direction = direction
    gates = inputGates
    hidden = tape.tensor(rows: (steps + 1) * batch, columns: lstm.hiddenSize)
    cell = tape.tensor(rows: (steps + 1) * batch, columns: lstm.hiddenSize)
    let start = direction == .forward ? 0 : steps
    for (whole, given) in [(hidden, initial?.hidden), (cell, initial?.cell)] {
      let slot = whole.step(start, batch: batch)
      if let given {
        tape.copy(given, into: slot)
      } else {
        slot.fill(from: [Float](repeating: 0, count: slot.count))
      }
    }
    let previous = direction == .forward ? 0 : batch
    product = UnrolledProduct(
      tape, from: hidden.slice(previous..<previous + steps * batch), lstm.recurrentWeight,
      addingTo: inputGates)
  }

  func step(_ time: Int, lengths: [Int32]?) {
    let (before, after) = direction == .forward ? (time, time + 1) : (time + 1, time)
    product.add(time * batch..<(time + 1) * batch)
    tape.lstmStep(
      gates: gates.step(time, batch: batch),
      previous: (hidden.step(before, batch: batch), cell.step(before, batch: batch)),
      hidden: hidden.step(after, batch: batch), cell: cell.step(after, batch: batch), time: time,
      lengths: lengths)
  }

  var states: Tensor {
    let first = direction == .forward ? batch : 0
    return hidden.slice(first..<first + steps * batch)
  }

  var final: CellState {
    let slot = direction == .forward ? steps : 0
    return CellState(hidden: hidden.step(slot, batch: batch), cell: cell.step(slot, batch: batch))
  }
}
