#if canImport(COneDNN)
  import CKernels
  import Synchronization

  /// Tiles of another height than `Arena.tileRows`: low ones for the few rows that are left over, or for one
  /// sentence alone, because 16 rows cost more than twice as much as 3; high ones for many rows, because a large
  /// matrix then passes from memory to the core once for 64 rows.
  ///
  /// The sum in a row must not depend on how many rows stand beside it. oneDNN does not promise that for tiles
  /// of unequal heights, so each product is compared to the bit with that of usual tiles before its first use;
  /// if they differ, usual tiles are used.
  enum TileHeights {
    /// Kernels keep six rows in registers, so that one row takes as long as three.
    static let low = [3, 6, 12]
    static let high = 4 * Arena.tileRows

    /// How the comparisons came out so far; the same for all threads.
    private static let verdicts = Mutex<[Product.Shape: Bool]>([:])

    /// The low height for so many rows; nil if only a usual tile will do.
    static func low(for rows: Int) -> Int? { low.first { $0 >= rows } }

    /// Whether a product gives the bits that `usual`, that of a usual tile, gives with these weights.
    static func agree(
      _ product: Product, _ usual: Product, _ shape: Product.Shape, weights: UnsafeRawPointer
    ) -> Bool {
      if let known = verdicts.withLock({ $0[shape] }) { return known }
      let verdict = compare(product, usual, shape, weights)
      verdicts.withLock { $0[shape] = verdict }
      return verdict
    }

    private static func compare(
      _ product: Product, _ usual: Product, _ shape: Product.Shape, _ weights: UnsafeRawPointer
    ) -> Bool {
      guard case .tile(let format, let height, let columns, _, let leading, let stride, _) = shape
      else { return false }
      // Sums of integers have no order.
      guard format != .int8 else { return true }
      let rows = TileRows.rounded(height)
      var numbers = ProductScratch()
      var halves = ProductScratch()
      let floats = numbers.room(rows * leading, of: Float.self)
      ck_uniform(floats, rows * leading, 1, 1, 0)
      var x = UnsafeRawPointer(floats)
      if format == .bfloat16 {
        let converted = halves.room(rows * leading, of: UInt16.self)
        ck_to_bfloat16(floats, converted, rows * leading)
        x = UnsafeRawPointer(converted)
      }
      // What results begin with, whatever it is.
      let start = [Float](repeating: 0.1, count: rows * stride)
      func result(_ product: Product, every step: Int) -> [Float]? {
        var y = start
        let isDone = y.withUnsafeMutableBufferPointer { y in
          Swift.stride(from: 0, to: height, by: step).allSatisfy { row in
            guard let base = y.baseAddress else { return false }
            return product.execute(
              x + row * leading * format.size, weights, bias: start, base + row * stride)
          }
        }
        return isDone ? y : nil
      }
      guard
        let expected = result(usual, every: Arena.tileRows),
        let found = result(product, every: rows)
      else { return false }
      return (0..<height).allSatisfy { row in
        (row * stride..<row * stride + columns).allSatisfy {
          expected[$0].bitPattern == found[$0].bitPattern
        }
      }
    }
  }
#endif
