import Foundation
import Testing

@testable import Seq2SeqTensors

@Suite struct RecurrentOperationTests {
  private static let batch = 5
  private static let size = 3
  private static let inputs: [GradientCheck.Input] = {
    var numbers = EngineNumbers(5)
    return [("gates", 4 * size), ("hidden", size), ("cell", size)].map { name, columns in
      GradientCheck.Input(
        name, rows: batch, columns: columns, values: numbers.floats(batch * columns, bound: 2))
    }
  }()

  private func step(
    _ tape: Tape, _ inputs: [Tensor], time: Int, lengths: [Int32]?
  ) -> (hidden: Tensor, cell: Tensor) {
    let hidden = tape.tensor(rows: inputs[1].rows, columns: inputs[1].columns)
    let cell = tape.tensor(rows: inputs[1].rows, columns: inputs[1].columns)
    tape.lstmStep(
      gates: inputs[0], previous: (inputs[1], inputs[2]), hidden: hidden, cell: cell, time: time,
      lengths: lengths)
    return (hidden, cell)
  }

  private func twin(time: Int32, lengths: [Int32]?) -> (hidden: [Double], cell: [Double]) {
    let size = Self.size
    let gates = TwinMatrix(Self.batch, 4 * size, Self.inputs[0].values)
    var hidden = TwinMatrix(Self.batch, size, Self.inputs[1].values)
    var cell = TwinMatrix(Self.batch, size, Self.inputs[2].values)
    for row in 0..<Self.batch where lengths.map({ time < $0[row] }) ?? true {
      for j in 0..<size {
        let input = TwinFunction.sigmoid(gates[row, j])
        let forget = TwinFunction.sigmoid(gates[row, size + j])
        let candidate = tanh(gates[row, 2 * size + j])
        let output = TwinFunction.sigmoid(gates[row, 3 * size + j])
        cell[row, j] = forget * cell[row, j] + input * candidate
        hidden[row, j] = output * tanh(cell[row, j])
      }
    }
    return (hidden.numbers, cell.numbers)
  }

  /// Sentences that end before, at and after the step, and one that is empty.
  @Test(arguments: [nil, [2, 0, 1, 3, 2]] as [[Int32]?], [0, 1, 2])
  func lstmStep(lengths: [Int32]?, time: Int) throws {
    let rig = try EngineRig()
    let (hidden, cell) = try rig.infer { tape in
      let tensors = Self.inputs.map { input in
        let tensor = tape.tensor(rows: input.rows, columns: input.columns)
        tensor.fill(from: input.values)
        return tensor
      }
      let result = step(tape, tensors, time: time, lengths: lengths)
      return (result.hidden.array, result.cell.array)
    }
    let expected = twin(time: Int32(time), lengths: lengths)
    expectTwin(hidden, expected.hidden, "hidden")
    expectTwin(cell, expected.cell, "cell")

    var numbers = EngineNumbers(6)
    let (first, second) = (numbers.floats(hidden.count), numbers.floats(hidden.count))
    expectGradients(
      try rig.check(Self.inputs) { tape, inputs in
        let (hidden, cell) = step(tape, inputs, time: time, lengths: lengths)
        return tape.innerProduct(hidden, first) + tape.innerProduct(cell, second)
      },
      // The state before comes in by the product that made the gates, but where a row has ended.
      without: lengths == nil ? ["hidden"] : [])
  }

  /// A sentence that has ended keeps its state to the bit.
  @Test func endedRowsKeepTheirState() throws {
    let rig = try EngineRig()
    let values = try rig.infer { tape in
      let tensors = Self.inputs.map { input in
        let tensor = tape.tensor(rows: input.rows, columns: input.columns)
        tensor.fill(from: input.values)
        return tensor
      }
      let result = step(tape, tensors, time: 4, lengths: [4, 0, 1, 3, 2])
      return [result.hidden.array, result.cell.array]
    }
    #expect(values == [Self.inputs[1].values, Self.inputs[2].values])
  }
}
