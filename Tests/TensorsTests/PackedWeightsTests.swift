import Testing

@testable import Seq2SeqTensors

@Suite struct PackedWeightsTests {
  private static let parameters: [(name: String, rows: Int, columns: Int, role: Parameter.Role)] =
    [("wide", 2700, 6, .matrix), ("deep", 3, 2300, .matrix), ("small", 5, 3, .matrix)]

  /// Forward and backward products of every parameter, to the bit.
  private func products(_ format: NumberFormat, threads: Int) throws -> [[UInt32]] {
    let rig = try EngineRig(Self.parameters, threads: threads, format: format)
    var results: [[UInt32]] = []
    try rig.pool.run(tasks: 1) { _, worker in
      for parameter in rig.store.parameters {
        var numbers = EngineNumbers(40)
        let tape = Tape(
          worker: worker, store: rig.store, packed: rig.packed,
          gradients: FloatBuffer(count: rig.store.size))
        let x = tape.tensor(rows: 3, columns: parameter.columns)
        x.fill(from: numbers.floats(x.count))
        let y = tape.linear(x, parameter)
        y.fillGradient(from: numbers.floats(y.count))
        tape.backward()
        results += [y.array.map(\.bitPattern), x.gradientArray.map(\.bitPattern)]
      }
    }
    return results
  }

  @Test(arguments: NumberFormat.supported)
  func anyNumberOfThreadsPacksTheSame(format: NumberFormat) throws {
    let one = try products(format, threads: 1)
    #expect(one.count == 2 * Self.parameters.count)
    #expect(try products(format, threads: 2) == one)
    #expect(try products(format, threads: 3) == one)
  }

  /// y = x W^T, dx = dy W and dW = dy^T x of the numbers as the format holds them.
  @Test(arguments: NumberFormat.supported) func productsOfRoundedNumbers(format: NumberFormat)
    throws
  {
    let rig = try EngineRig(Self.parameters, format: format)
    for parameter in rig.store.parameters {
      let (rows, inputs, outputs) = (21, parameter.columns, parameter.rows)
      var numbers = EngineNumbers(41)
      let (input, upstream) = (numbers.floats(rows * inputs), numbers.floats(rows * outputs))
      let gradient = FloatBuffer(count: rig.store.size)
      let (result, inputGradient) = try WorkerPool.value { worker in
        let tape = Tape(
          worker: worker, store: rig.store, packed: rig.packed, gradients: gradient)
        let x = tape.tensor(rows: rows, columns: inputs)
        x.fill(from: input)
        let y = tape.linear(x, parameter)
        y.fillGradient(from: upstream)
        tape.backward()
        return (y.array, x.gradientArray)
      }
      let weights = rig.store.withWeights(of: parameter) { $0.map(format.rounded) }
      let (left, right) = (input.map(format.rounded), upstream.map(format.rounded))
      // The same loop three times: rows of one side, columns of the other, what is added over.
      expectTwin(
        result,
        twin(rows, outputs, inputs) { (left[$0 * inputs + $2], weights[$1 * inputs + $2]) },
        tolerance: 1e-5, "y of \(parameter.name)")
      expectTwin(
        inputGradient,
        twin(rows, inputs, outputs) { (right[$0 * outputs + $2], weights[$2 * inputs + $1]) },
        tolerance: 1e-5, "dx of \(parameter.name)")
      expectTwin(
        gradient.withFloats(parameter.range) { Array($0) },
        twin(outputs, inputs, rows) { (right[$2 * outputs + $0], left[$2 * inputs + $1]) },
        tolerance: 1e-5, "dW of \(parameter.name)")
    }
  }

  private func twin(
    _ rows: Int, _ columns: Int, _ depth: Int, _ factors: (Int, Int, Int) -> (Float, Float)
  ) -> [Double] {
    var product: [Double] = []
    for row in 0..<rows {
      for column in 0..<columns {
        var sum = 0.0
        for index in 0..<depth {
          let (one, other) = factors(row, column, index)
          sum += Double(one) * Double(other)
        }
        product.append(sum)
      }
    }
    return product
  }

  /// Products use the weights as they were at the last packing.
  @Test(arguments: NumberFormat.supported)
  func updateTakesTheNewWeights(format: NumberFormat) throws {
    let rig = try EngineRig([("weight", 4, 3, .matrix)], format: format)
    let weight = try rig.parameter("weight")
    func sum() throws -> Float {
      try rig.infer { tape in
        let x = tape.tensor(rows: 1, columns: 3)
        x.fill(from: [1, 1, 1])
        return tape.linear(x, weight).array.reduce(0, +)
      }
    }
    rig.store.values.withFloats(weight.range) { $0.update(repeating: 2) }
    #expect(try sum() != 24)
    try rig.packed.update(on: rig.pool)
    #expect(try sum() == 24)
  }
}
