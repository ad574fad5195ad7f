import Testing

@testable import Seq2SeqTensors

@Suite struct PackedWeightsTests {
  private static let parameters: [(name: String, rows: Int, columns: Int, role: Parameter.Role)] =
    [("wide", 2700, 6, .matrix), ("deep", 3, 2300, .matrix), ("small", 5, 3, .matrix)]

  /// Forward and backward products of every parameter, to the bit.
  private func products(threads: Int) throws -> [[UInt32]] {
    let rig = try EngineRig(Self.parameters, threads: threads)
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

  @Test func anyNumberOfThreadsPacksTheSame() throws {
    let one = try products(threads: 1)
    #expect(one.count == 2 * Self.parameters.count)
    #expect(try products(threads: 2) == one)
    #expect(try products(threads: 3) == one)
  }

  /// Products use the weights as they were at the last packing.
  @Test func updateTakesTheNewWeights() throws {
    let rig = try EngineRig([("weight", 4, 3, .matrix)])
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
