import Testing

@testable import Seq2SeqTensors

@Suite struct ProductOperationTests {
  @Test func embeddingLooksRowsUp() throws {
    let rig = try EngineRig([("table", 7, 3, .table)])
    let (table, twin) = (try rig.parameter("table"), try rig.twin("table"))
    // Repeated rows add their gradients up; rows 2 and 5 are never looked up.
    let identifiers: [Int32] = [6, 0, 3, 3, 1, 4, 3, 0]
    let values = try rig.infer { $0.embedding(identifiers, table).array }
    expectTwin(values, identifiers.flatMap { twin.row(Int($0)) }, tolerance: 0)

    var numbers = EngineNumbers(1)
    let weights = numbers.floats(identifiers.count * 3)
    expectGradients(
      try rig.check { tape, _ in tape.innerProduct(tape.embedding(identifiers, table), weights) })
  }

  @Test(arguments: [1, 5, 16, 19]) func linear(rows: Int) throws {
    let rig = try EngineRig([("weight", 7, 5, .matrix), ("bias", 1, 7, .bias)])
    let (weight, bias) = (try rig.parameter("weight"), try rig.parameter("bias"))
    var numbers = EngineNumbers(2)
    let x = GradientCheck.Input("x", rows: rows, columns: 5, values: numbers.floats(rows * 5))
    let upstream = numbers.floats(rows * 7)
    let product = TwinMatrix(rows, 5, x.values).timesTransposed(try rig.twin("weight"))

    let (plain, biased) = try rig.infer { tape in
      let input = tape.tensor(rows: rows, columns: 5)
      input.fill(from: x.values)
      return (tape.linear(input, weight).array, tape.linear(input, weight, bias: bias).array)
    }
    expectTwin(plain, product.numbers, "without bias")
    expectTwin(biased, product.adding(row: try rig.twin("bias").numbers).numbers, "with bias")
    expectGradients(
      try rig.check([x]) { tape, inputs in
        tape.innerProduct(tape.linear(inputs[0], weight, bias: bias), upstream)
      })
  }

  /// Each step's input is made from the step before, as in a recurrent network.
  @Test func unrolledProduct() throws {
    let rig = try EngineRig([("weight", 2, 3, .matrix)])
    let weight = try rig.parameter("weight")
    let (batch, steps) = (16, 3)
    var numbers = EngineNumbers(3)
    let first = GradientCheck.Input(
      "first", rows: batch, columns: 3, values: numbers.floats(batch * 3))
    let base = GradientCheck.Input(
      "base", rows: steps * batch, columns: 2, values: numbers.floats(steps * batch * 2))
    let extra = numbers.floats(batch)
    let upstream = numbers.floats(steps * batch * 2)

    func outputs(_ tape: Tape, _ inputs: [Tensor]) -> Tensor {
      let sequence = tape.tensor(rows: steps * batch, columns: 3)
      let product = UnrolledProduct(tape, from: sequence, weight, addingTo: inputs[1])
      tape.copy(inputs[0], into: sequence.step(0, batch: batch))
      for step in 0..<steps {
        product.add(step * batch..<(step + 1) * batch)
        guard step + 1 < steps else { break }
        let last = tape.tensor(rows: batch, columns: 1)
        last.fill(from: extra)
        tape.copy(
          tape.concatenate([tape.tanh(inputs[1].step(step, batch: batch)), last]),
          into: sequence.step(step + 1, batch: batch))
      }
      return inputs[1]
    }

    let values = try rig.infer { tape in
      let inputs = [first, base].map { input in
        let tensor = tape.tensor(rows: input.rows, columns: input.columns)
        tensor.fill(from: input.values)
        return tensor
      }
      return outputs(tape, inputs).array
    }
    expectTwin(values, unrolledTwin(first.values, base.values, extra, try rig.twin("weight")))
    expectGradients(
      try rig.check([first, base]) { tape, inputs in
        tape.innerProduct(outputs(tape, inputs), upstream)
      })
  }

  private func unrolledTwin(
    _ first: [Float], _ base: [Float], _ extra: [Float], _ weight: TwinMatrix
  ) -> [Double] {
    let batch = extra.count
    var x = TwinMatrix(batch, 3, first)
    var result: [Double] = []
    for start in stride(from: 0, to: base.count, by: batch * 2) {
      let y =
        TwinMatrix(batch, 2, Array(base[start..<start + batch * 2]))
        + x.timesTransposed(weight)
      result += y.numbers
      x = TwinMatrix(
        batch, 3,
        (0..<batch).flatMap { y.row($0).map(TwinFunction.tanh) + [Double(extra[$0])] })
    }
    return result
  }

  @Test func rowsOfABias() throws {
    let rig = try EngineRig([("bias", 1, 5, .bias)])
    let bias = try rig.parameter("bias")
    let values = try rig.infer { $0.repeatedRow(bias, rows: 3).array }
    let row = try rig.twin("bias").numbers
    expectTwin(values, row + row + row, tolerance: 0)
    var numbers = EngineNumbers(4)
    let upstream = numbers.floats(15)
    expectGradients(
      try rig.check { tape, _ in tape.innerProduct(tape.repeatedRow(bias, rows: 3), upstream) })
  }
}
