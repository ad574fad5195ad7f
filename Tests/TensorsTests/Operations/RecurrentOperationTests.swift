import Foundation
import Testing

@testable import Seq2SeqTensors

@Suite struct RecurrentOperationTests {
  /// The steps of all cells. The first tensors of `inputs` are the previous states.
  enum Step: CaseIterable {
    case rnn, gru, lstm

    var states: Int { self == .lstm ? 2 : 1 }

    var inputs: [(name: String, columns: Int)] {
      let size = RecurrentOperationTests.size
      return switch self {
      case .rnn: [("hidden", size), ("gates", size)]
      case .gru: [("hidden", size), ("gates", 3 * size), ("recurrent", 3 * size)]
      case .lstm: [("hidden", size), ("cell", size), ("gates", 4 * size)]
      }
    }

    /// The new states.
    func run(
      _ tape: Tape, _ inputs: [Tensor], bias: Parameter, time: Int, lengths: [Int32]?
    ) -> [Tensor] {
      let next = inputs.prefix(states).map { tape.tensor(rows: $0.rows, columns: $0.columns) }
      switch self {
      case .rnn:
        tape.rnnStep(
          gates: inputs[1], previous: inputs[0], hidden: next[0], time: time, lengths: lengths)
      case .gru:
        tape.gruStep(
          gates: inputs[1], recurrent: inputs[2], bias: bias, previous: inputs[0],
          hidden: next[0], time: time, lengths: lengths)
      case .lstm:
        tape.lstmStep(
          gates: inputs[2], previous: (inputs[0], inputs[1]), hidden: next[0], cell: next[1],
          time: time, lengths: lengths)
      }
      return next
    }

    /// The same for one element: `previous` holds its states, `gates` each gate's number.
    func twin(
      previous: [Double], gates: [Double], recurrent: [Double], bias: Double
    ) -> [Double] {
      switch self {
      case .rnn:
        return [tanh(gates[0])]
      case .gru:
        let reset = TwinFunction.sigmoid(gates[0] + recurrent[0])
        let update = TwinFunction.sigmoid(gates[1] + recurrent[1])
        let candidate = tanh(gates[2] + reset * (recurrent[2] + bias))
        return [(1 - update) * candidate + update * previous[0]]
      case .lstm:
        let kept = TwinFunction.sigmoid(gates[1]) * previous[1]
        let cell = kept + TwinFunction.sigmoid(gates[0]) * tanh(gates[2])
        return [TwinFunction.sigmoid(gates[3]) * tanh(cell), cell]
      }
    }
  }

  private static let batch = 5
  private static let size = 3
  private let rig: EngineRig
  private let bias: Parameter

  init() throws {
    rig = try EngineRig([("bias", 1, Self.size, .bias)])
    bias = try rig.parameter("bias")
  }

  private func inputs(_ step: Step) -> [GradientCheck.Input] {
    var numbers = EngineNumbers(5)
    return step.inputs.map { name, columns in
      GradientCheck.Input(
        name, rows: Self.batch, columns: columns,
        values: numbers.floats(Self.batch * columns, bound: 2))
    }
  }

  private func results(_ step: Step, time: Int, lengths: [Int32]?) throws -> [[Float]] {
    try rig.infer { tape in
      let tensors = inputs(step).map { input in
        let tensor = tape.tensor(rows: input.rows, columns: input.columns)
        tensor.fill(from: input.values)
        return tensor
      }
      return step.run(tape, tensors, bias: bias, time: time, lengths: lengths).map(\.array)
    }
  }

  private func twin(_ step: Step, time: Int32, lengths: [Int32]?) throws -> [[Double]] {
    let size = Self.size
    let all = inputs(step).map { TwinMatrix($0.rows, $0.columns, $0.values) }
    let gates = all[step.states]
    let bias = try rig.twin("bias")
    var states = Array(all.prefix(step.states))
    for row in 0..<Self.batch where lengths.map({ time < $0[row] }) ?? true {
      for j in 0..<size {
        func parts(_ matrix: TwinMatrix) -> [Double] {
          stride(from: j, to: matrix.columns, by: size).map { matrix[row, $0] }
        }
        let next = step.twin(
          previous: states.map { $0[row, j] }, gates: parts(gates),
          recurrent: parts(all[all.count - 1]), bias: bias[0, j])
        for (index, value) in next.enumerated() { states[index][row, j] = value }
      }
    }
    return states.map(\.numbers)
  }

  /// Sentences that end before, at and after the step, and one that is empty.
  @Test(arguments: Step.allCases, [(nil, 1), ([2, 0, 3, 4, 1], 0), ([2, 0, 3, 4, 1], 2)])
  func valuesAndGradients(_ step: Step, _ place: (lengths: [Int32]?, time: Int)) throws {
    let (lengths, time) = place
    let expected = try twin(step, time: Int32(time), lengths: lengths)
    for (state, twin) in zip(try results(step, time: time, lengths: lengths), expected) {
      expectTwin(state, twin)
    }
    var numbers = EngineNumbers(6)
    let upstream = (0..<step.states).map { _ in numbers.floats(Self.batch * Self.size) }
    // The state before comes in by the product that made the gates, but where a row has ended; a
    // GRU's update gate lets it through as well.
    let without: Set<String> = lengths == nil && step != .gru ? ["hidden"] : []
    expectGradients(
      try rig.check(inputs(step)) { tape, inputs in
        let next = step.run(tape, inputs, bias: bias, time: time, lengths: lengths)
        return zip(next, upstream).reduce(0) { $0 + tape.innerProduct($1.0, $1.1) }
      }, without: step == .gru ? without : without.union(["bias"]))
  }

  /// A sentence that has ended keeps its state to the bit.
  @Test(arguments: Step.allCases) func endedRowsKeepTheirState(_ step: Step) throws {
    let states = try results(step, time: 4, lengths: [4, 0, 1, 3, 2])
    #expect(states == inputs(step).prefix(step.states).map(\.values))
  }

  /// A row has the same bits alone and among others that are no numbers.
  @Test(arguments: Step.allCases, [1, 3, 15, 16, 17, 33])
  func rowsAreOnTheirOwn(_ step: Step, size: Int) throws {
    let rig = try EngineRig([("bias", 1, size, .bias)])
    let bias = try rig.parameter("bias")
    var numbers = EngineNumbers(UInt64(size))
    let mine = step.inputs.map { numbers.floats($0.columns / Self.size * size, bound: 3) }
    func outcome(rows: Int, row: Int, lengths: [Int32]?) throws -> [[UInt32]] {
      try rig.infer { tape in
        let tensors = mine.map { part in
          var all = [Float](repeating: .nan, count: rows * part.count)
          all.replaceSubrange(row * part.count..<(row + 1) * part.count, with: part)
          let tensor = tape.tensor(rows: rows, columns: part.count)
          tensor.fill(from: all)
          return tensor
        }
        return step.run(tape, tensors, bias: bias, time: 2, lengths: lengths)
          .map { $0.row(row).map(\.bitPattern) }
      }
    }
    let alone = try outcome(rows: 1, row: 0, lengths: nil)
    #expect(try outcome(rows: 16, row: 9, lengths: nil) == alone)
    var lengths = (0..<16).map { Int32($0 % 4) }
    lengths[13] = 3
    #expect(try outcome(rows: 16, row: 13, lengths: lengths) == alone)
  }
}
