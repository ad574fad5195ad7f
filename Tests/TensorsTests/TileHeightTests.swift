import Testing

@testable import Seq2SeqTensors

#if canImport(COneDNN)
  /// Tiles of more and of fewer rows, which save time and must change nothing; `RowTileTests` compares their numbers.
  @Suite struct TileHeightTests {
    private static func store() -> ParameterStore {
      var builder = ParameterBuilder()
      for (name, rows, columns) in [("square", 96, 96), ("wide", 515, 33)] {
        _ = builder.add(name, rows: rows, columns: columns, .uniform(1))
      }
      let store = builder.store()
      store.initialize(seed: 1)
      return store
    }

    /// Rows in use fill up the lowest tile that holds them; in training whole tiles, because the gradient of the
    /// weights reads them.
    @Test(arguments: NumberFormat.supported) func rows(format: NumberFormat) throws {
      let expected = [
        1: 3, 3: 3, 4: 6, 6: 6, 7: 12, 12: 12, 13: 16, 16: 16, 17: 19, 32: 32, 38: 38, 45: 48,
      ]
      let store = Self.store()
      let pool = WorkerPool(threads: 1)
      let inUse = try PackedWeights(store, training: false, format: format)
      try inUse.update(on: pool)
      let found = try WorkerPool.value { worker in
        expected.keys.reduce(into: [:]) { $0[$1] = inUse.rows(for: $1, by: worker) }
      }
      #expect(found == expected)
      guard !format.isQuantized else { return }
      let training = try PackedWeights(store, training: true, format: format)
      try training.update(on: pool)
      let whole = try WorkerPool.value { worker in
        expected.keys.map { training.rows(for: $0, by: worker) % Arena.tileRows }
      }
      #expect(whole.allSatisfy { $0 == 0 })
    }

    /// A product that differs from a whole tile's in a single bit is not trusted.
    @Test func otherBitsAreSeen() throws {
      let verdicts = try WorkerPool.value { _ in
        let shapes = [3, 16].map { rows in
          Product.Shape.tile(
            format: .float32, rows: rows, columns: 64, depth: 48, leading: 48, stride: 64,
            start: .nothing)
        }
        let products = try shapes.map { try Product(shape: $0) }
        let packed = UnsafeMutableRawPointer.allocate(
          byteCount: products[1].packedSize, alignment: 64)
        defer { packed.deallocate() }
        var numbers = EngineNumbers(5)
        try products[1].pack(
          numbers.floats(64 * 48), leading: 48, transposed: false, columns: 0..<64, into: packed)
        // A product that adds is another product: what it is compared with begins with something.
        let adding = Product.Shape.tile(
          format: .float32, rows: 3, columns: 64, depth: 48, leading: 48, stride: 64,
          start: .sum)
        return [
          TileHeights.agree(products[0], products[1], shapes[0], weights: packed),
          TileHeights.agree(try Product(shape: adding), products[1], adding, weights: packed),
        ]
      }
      #expect(verdicts == [true, false])
    }
  }
#endif
