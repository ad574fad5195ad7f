import Testing

@testable import Seq2SeqTensors

/// The checker itself: it must pass what is right and refuse what is wrong.
@Suite struct GradientCheckerTests {
  private let rig: EngineRig
  private let weight: Parameter
  private let x: GradientCheck.Input
  private let upstream: [Float]

  init() throws {
    rig = try EngineRig([("weight", 4, 3, .matrix)])
    weight = try rig.parameter("weight")
    var numbers = EngineNumbers(11)
    x = .init("x", rows: 5, columns: 3, values: numbers.floats(15))
    upstream = numbers.floats(20)
  }

  /// A function whose way back is off by a factor.
  private func errors(factor: Float) throws -> [Double] {
    try rig.check([x]) { tape, inputs in
      let y = tape.tanh(tape.linear(inputs[0], weight))
      if tape.isRecording {
        _ = tape.innerProduct(y, upstream.map { $0 * factor })
        return 0
      }
      return tape.innerProduct(y, upstream)
    }.map(\.relativeError)
  }

  @Test func agreesWithARightGradient() throws {
    #expect(try errors(factor: 1).allSatisfy { $0 < 1e-4 })
  }

  @Test(arguments: [1.005, 0.995, 2, 0, -1] as [Float])
  func refusesAWrongFactor(_ factor: Float) throws {
    #expect(try errors(factor: factor).allSatisfy { $0 > 1e-3 })
  }

  @Test func refusesAForgottenTerm() throws {
    let results = try rig.check([x]) { tape, inputs in
      let y = tape.linear(inputs[0], weight)
      // Its way back is not recorded.
      let extra = Double(y.array[0]) * 0.5
      return tape.innerProduct(y, upstream) + extra
    }
    #expect(results.allSatisfy { $0.relativeError > 1e-3 })
  }

  @Test func refusesNotANumber() throws {
    let results = try rig.check([x]) { tape, inputs in
      tape.innerProduct(tape.linear(inputs[0], weight), upstream) + .nan
    }
    #expect(results.allSatisfy { !($0.relativeError < 1e-3) })
  }

  @Test func aTensorThatIsNotReadHasNoError() throws {
    let results = try rig.check([x]) { _, _ in 1 }
    #expect(results.map(\.relativeError) == [0, 0])
    #expect(results.map(\.norm) == [0, 0])
  }

  @Test func leavesTheWeightsAsTheyWere() throws {
    let before = try rig.twin("weight").numbers
    func product() throws -> [Float] {
      try rig.infer { tape in
        let input = tape.tensor(rows: 5, columns: 3)
        input.fill(from: x.values)
        return tape.linear(input, weight).array
      }
    }
    let values = try product()
    _ = try errors(factor: 1)
    #expect(try rig.twin("weight").numbers == before)
    #expect(try product() == values)
  }

  /// A function that bends sharply in x: normalisation of numbers that hardly differ.
  private func sharpErrors(factor: Float, refinements: Int) throws -> [Double] {
    let rig = try EngineRig([("gain", 1, 3, .bias)])
    let gain = try rig.parameter("gain")
    let near = GradientCheck.Input("x", rows: 5, columns: 3, values: x.values.map { $0 * 0.1 })
    let upstream = Array(upstream.prefix(15))
    var results: [GradientCheck.Result] = []
    try rig.pool.run(tasks: 1) { _, worker in
      let check = GradientCheck(
        rig.store, packed: rig.packed, worker: worker, refinements: refinements)
      results = try check.run(inputs: [near]) { tape, inputs in
        let y = tape.zeros(rows: 5, columns: 3)
        tape.addNormalized(inputs[0], gain: gain, gates: 1, into: y)
        return tape.innerProduct(y, tape.isRecording ? upstream.map { $0 * factor } : upstream)
      }
    }
    return results.map(\.relativeError)
  }

  @Test func refinementsReachWhatOneStepCannot() throws {
    #expect(try sharpErrors(factor: 1, refinements: 0).contains { $0 > 1e-3 })
    #expect(try sharpErrors(factor: 1, refinements: 5).allSatisfy { $0 < 1e-3 })
  }

  /// The choice of a step must not be a choice of what agrees.
  @Test(arguments: [1.005, 0.995, 1.05, 0.5, 2, 0, -1] as [Float])
  func refinementsRefuseAWrongFactor(_ factor: Float) throws {
    #expect(try sharpErrors(factor: factor, refinements: 5).allSatisfy { $0 > 1e-3 })
  }

  @Test func comparesNoMoreThanAsked() throws {
    var results: [GradientCheck.Result] = []
    try rig.pool.run(tasks: 1) { _, worker in
      let check = GradientCheck(
        rig.store, packed: rig.packed, worker: worker, largestCount: 5)
      results = try check.run(inputs: [x]) { tape, inputs in
        tape.innerProduct(tape.linear(inputs[0], weight), upstream)
      }
    }
    #expect(results.map(\.count) == [5, 5])
    expectGradients(results)
  }
}
