import Foundation
import Testing

@testable import Seq2SeqTensors

@Suite struct ElementOperationTests {
  private let rig: EngineRig
  private let x: GradientCheck.Input
  private let upstream: [Float]

  init() throws {
    rig = try EngineRig()
    var numbers = EngineNumbers(10)
    x = .init("x", rows: 5, columns: 3, values: numbers.floats(15, bound: 2))
    upstream = numbers.floats(60)
  }

  /// Values of an operation over `x`, held to a twin, and its gradients.
  private func expect(
    _ twin: [Double], dropout: RandomSource? = nil, tolerance: Double = 3e-7,
    _ operation: (Tape, Tensor) -> Tensor
  ) throws {
    let values = try rig.infer(dropout: dropout) { tape in
      let tensor = tape.tensor(rows: x.rows, columns: x.columns)
      tensor.fill(from: x.values)
      return operation(tape, tensor).array
    }
    expectTwin(values, twin, tolerance: tolerance)
    expectGradients(
      try rig.check([x], dropout: dropout) { tape, inputs in
        tape.innerProduct(operation(tape, inputs[0]), Array(upstream.prefix(twin.count)))
      })
  }

  /// A mask whose every third place is dropped.
  private func mask(_ tape: Tape) -> Tensor {
    let mask = tape.tensor(rows: x.rows, columns: x.columns)
    mask.fill(from: maskNumbers)
    return mask
  }

  private var maskNumbers: [Float] { (0..<x.values.count).map { $0 % 3 == 1 ? 0 : 1.5 } }

  @Test func tanhOfEachElement() throws {
    try expect(x.values.map { tanh(Double($0)) }) { tape, x in tape.tanh(x) }
  }

  @Test func tanhWithMask() throws {
    try expect(zip(x.values, maskNumbers).map { tanh(Double($0)) * Double($1) }) { tape, x in
      let y = tape.tensor(rows: x.rows, columns: x.columns)
      tape.tanh(x, mask: mask(tape), into: y)
      return y
    }
  }

  /// Some rows are added twice, some never, and what was there stays.
  @Test func addToEachStep() throws {
    let rows: [Int32] = [4, 0, 4, 2]
    let step = rows.flatMap { row in (0..<3).map { 1 + Double(x.values[Int(row) * 3 + $0]) } }
    try expect(step + step + step) { tape, x in
      let y = tape.tensor(rows: 12, columns: 3)
      y.fill(from: [Float](repeating: 1, count: y.count))
      tape.addToEachStep(x, rows: rows, to: y)
      return y
    }
  }

  @Test func multiplyByMask() throws {
    try expect(zip(x.values, maskNumbers).map { Double($0) * Double($1) }) { tape, x in
      let y = tape.tensor(rows: x.rows, columns: x.columns)
      tape.multiply(x, mask(tape), into: y)
      return y
    }
  }

  @Test func copyIntoPartOfATensor() throws {
    try expect([Double](repeating: 0, count: 3) + x.values.map(Double.init), tolerance: 0) {
      tape, x in
      let whole = tape.zeros(rows: 6, columns: 3)
      tape.copy(x, into: whole.slice(1..<6))
      return whole
    }
  }

  /// Rows may be taken twice, and need not be taken.
  @Test func gatherRows() throws {
    let rows: [Int32] = [4, 0, 4, 2, 1, 1, 4]
    let twin = TwinMatrix(5, 3, x.values)
    try expect(rows.flatMap { twin.row(Int($0)) }, tolerance: 0) { tape, x in
      tape.gather(x, rows: rows)
    }
  }

  /// The same tensor may be among the parts twice.
  @Test func concatenateParts() throws {
    let twin = TwinMatrix(5, 3, x.values)
    let one = (0..<5).map { Double($0) }
    try expect((0..<5).flatMap { twin.row($0) + [one[$0]] + twin.row($0) }, tolerance: 0) {
      tape, x in
      let narrow = tape.tensor(rows: 5, columns: 1)
      narrow.fill(from: one.map(Float.init))
      return tape.concatenate([x, narrow, x])
    }
    try expect(twin.numbers, tolerance: 0) { tape, x in tape.concatenate([x]) }
  }

  @Test func dropout() throws {
    let source = RandomSource(seed: 7, update: 3)
    let mask = try rig.infer(dropout: source) { tape in
      try #require(tape.dropoutMask(rows: 5, columns: 3, rate: 0.3)).array
    }
    #expect(Set(mask) == [0, 1 / (1 - 0.3)])
    try expect(zip(x.values, mask).map { Double($0) * Double($1) }, dropout: source) { tape, x in
      tape.dropout(x, rate: 0.3)
    }
  }

  @Test func dropoutOfNothingIsTheTensorItself() throws {
    let source = RandomSource(seed: 7, update: 3)
    for (dropout, rate) in [(nil, 0.5), (source, 0)] as [(RandomSource?, Float)] {
      try rig.infer(dropout: dropout) { tape in
        let tensor = tape.zeros(rows: 2, columns: 3)
        #expect(tape.dropout(tensor, rate: rate).values == tensor.values)
        #expect(tape.dropoutMask(rows: 2, columns: 3, rate: rate) == nil)
      }
    }
  }
}
