import Testing

@testable import Seq2SeqTensors

@Suite struct ParameterStoreTests {
  private func store(seed: UInt64, firstRows: Int = 3) -> ParameterStore {
    var builder = ParameterBuilder()
    _ = builder.add("first", rows: firstRows, columns: 7, .uniform(0.1))
    _ = builder.add("gates", rows: 40, columns: 10, .glorot(gates: 4))
    _ = builder.add("bias", rows: 1, columns: 8, role: .bias, .gates([0, 1, 0, -2]))
    _ = builder.add("zeros", rows: 1, columns: 5, role: .bias, .zeros)
    let store = builder.store()
    store.initialize(seed: seed)
    return store
  }

  private func values(_ store: ParameterStore, _ name: String) throws -> [Float] {
    store.values.withFloats(try #require(store[name]).range) { Array($0) }
  }

  @Test func placesAndNames() throws {
    let store = store(seed: 1)
    #expect(store.parameters.map(\.name) == ["first", "gates", "bias", "zeros"])
    #expect(store.parameters.map(\.index) == [0, 1, 2, 3])
    #expect(store.count == 21 + 400 + 8 + 5)
    #expect(store.size == 32 + 400 + 16 + 16)
    for parameter in store.parameters { #expect(parameter.offset % 16 == 0) }
    #expect(store["nobody"] == nil)
    var ours = Set(0..<store.size)
    for parameter in store.parameters { ours.subtract(parameter.range) }
    for gap in ours { #expect(store.values[gap] == 0) }
  }

  @Test func initialValues() throws {
    let store = store(seed: 1)
    #expect(try values(store, "bias") == [0, 0, 1, 1, 0, 0, -2, -2])
    #expect(try values(store, "zeros") == [0, 0, 0, 0, 0])
    #expect(try values(store, "first").allSatisfy { abs($0) <= 0.1 })
    // The bound of each of four matrices of 10 x 10.
    let bound: Float = (6.0 / 20).squareRoot()
    let gates = try values(store, "gates")
    #expect(gates.allSatisfy { abs($0) <= bound })
    #expect(gates.contains { $0 > 0.9 * bound } && gates.contains { $0 < -0.9 * bound })
    #expect(abs(gates.reduce(0, +) / 400) < 0.15 * bound)
    #expect(Set(gates).count > 390)
  }

  @Test func theSeedDecides() throws {
    let all = { (store: ParameterStore) in store.values.withFloats(0..<store.size) { Array($0) } }
    #expect(all(store(seed: 5)) == all(store(seed: 5)))
    for other in [6, 5 + 1 << 32] as [UInt64] {
      let (one, two) = (store(seed: 5), store(seed: other))
      #expect(try values(one, "first") != values(two, "first"))
      #expect(try values(one, "gates") != values(two, "gates"))
    }
    let again = store(seed: 5)
    again.initialize(seed: 6)
    #expect(all(again) == all(store(seed: 6)))
  }

  /// A parameter's first values depend on its number, not on how large the others are.
  @Test func otherParametersDoNotMatter() throws {
    let (one, two) = (store(seed: 5), store(seed: 5, firstRows: 9))
    #expect(try values(one, "gates") == values(two, "gates"))
    #expect(try values(one, "first") == Array(values(two, "first").prefix(21)))
  }
}
