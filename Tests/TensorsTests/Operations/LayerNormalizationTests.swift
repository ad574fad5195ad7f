import Foundation
import Testing

@testable import Seq2SeqTensors

@Suite struct LayerNormalizationTests {
  private static let (rows, gates, size) = (4, 3, 5)
  private let rig: EngineRig
  private let gain: Parameter
  private let inputs: [GradientCheck.Input]

  init() throws {
    let columns = Self.gates * Self.size
    rig = try EngineRig([("gain", 1, columns, .bias)])
    gain = try rig.parameter("gain")
    var numbers = EngineNumbers(40)
    inputs = ["x", "start"].map { name in
      GradientCheck.Input(
        name, rows: Self.rows, columns: columns,
        values: numbers.floats(Self.rows * columns, bound: 2))
    }
  }

  private func run(_ tape: Tape, _ inputs: [Tensor], gain: Parameter, gates: Int) -> Tensor {
    let y = tape.tensor(rows: inputs[0].rows, columns: inputs[0].columns)
    tape.copy(inputs[1], into: y)
    tape.addNormalized(inputs[0], gain: gain, gates: gates, into: y)
    return y
  }

  private func values(
    _ rig: EngineRig, gates: Int, rows: Int, _ x: [Float], _ start: [Float]
  ) throws -> [Float] {
    let gain = try rig.parameter("gain")
    return try rig.infer { tape in
      let tensors = [x, start].map { numbers in
        let tensor = tape.tensor(rows: rows, columns: numbers.count / rows)
        tensor.fill(from: numbers)
        return tensor
      }
      return run(tape, tensors, gain: gain, gates: gates).array
    }
  }

  @Test func valuesAndGradients() throws {
    let x = TwinMatrix(Self.rows, Self.gates * Self.size, inputs[0].values)
    var expected = TwinMatrix(x.rows, x.columns, inputs[1].values)
    let gains = try rig.twin("gain")
    for row in 0..<x.rows {
      for first in stride(from: 0, to: x.columns, by: Self.size) {
        let part = first..<first + Self.size
        let mean = part.reduce(0) { $0 + x[row, $1] } / Double(Self.size)
        let variance = part.reduce(0) { $0 + pow(x[row, $1] - mean, 2) } / Double(Self.size)
        for j in part {
          expected[row, j] += gains[0, j] * (x[row, j] - mean) / sqrt(variance + 1e-5)
        }
      }
    }
    expectTwin(
      try values(
        rig, gates: Self.gates, rows: x.rows, inputs[0].values, inputs[1].values),
      expected.numbers)
    var numbers = EngineNumbers(41)
    let upstream = numbers.floats(x.numbers.count)
    expectGradients(
      try rig.check(inputs) { tape, inputs in
        tape.innerProduct(run(tape, inputs, gain: gain, gates: Self.gates), upstream)
      })
  }

  /// The first state of a sequence is zeros: nothing is added, and nothing becomes infinite.
  @Test func equalNumbersAddNothing() throws {
    let start = inputs[1].values
    for value: Float in [0, 3, -1e30] {
      let x = [Float](repeating: value, count: start.count)
      #expect(try values(rig, gates: Self.gates, rows: Self.rows, x, start) == start)
    }
  }

  @Test(arguments: [1, 2, 15, 16, 17, 70]) func rowsAreOnTheirOwn(size: Int) throws {
    let rig = try EngineRig([("gain", 1, 2 * size, .bias)])
    var numbers = EngineNumbers(UInt64(size))
    let mine = [numbers.floats(2 * size), numbers.floats(2 * size)]
    let alone = try values(rig, gates: 2, rows: 1, mine[0], mine[1]).map(\.bitPattern)
    let company = mine.map { part in
      var all = [Float](repeating: .nan, count: 16 * 2 * size)
      all.replaceSubrange(9 * 2 * size..<10 * 2 * size, with: part)
      return all
    }
    let among = try values(rig, gates: 2, rows: 16, company[0], company[1])
    #expect(among[9 * 2 * size..<10 * 2 * size].map(\.bitPattern) == alone)
  }
}
