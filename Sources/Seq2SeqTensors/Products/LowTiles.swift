#if canImport(COneDNN)
  import CKernels
  import Synchronization

  /// Tiles of fewer rows than `Arena.tileRows`, for the few rows that are left over, or for one sentence alone:
  /// 16 rows cost more than twice as much as 3.
  ///
  /// The sum in a row must not depend on how many rows stand beside it. oneDNN does not promise that for tiles
  /// of unequal heights, so each product is compared to the bit with that of a whole tile before its first use;
  /// if they differ, whole tiles are used.
  enum LowTiles {
    /// Kernels keep six rows in registers, so that one row takes as long as three.
    static let heights = [3, 6, 12]

    /// How the comparisons came out so far; the same for all threads.
    private static let verdicts = Mutex<[Product.Shape: Bool]>([:])

    /// The height for so many rows; nil if only a whole tile will do.
    static func height(for rows: Int) -> Int? { heights.first { $0 >= rows } }

    /// Whether a low product gives the bits that `whole`, a whole tile's, gives with these weights.
    static func agree(
      _ low: Product, _ whole: Product, _ shape: Product.Shape, weights: UnsafeRawPointer
    ) -> Bool {
      if let known = verdicts.withLock({ $0[shape] }) { return known }
      let verdict = compare(low, whole, shape, weights)
      verdicts.withLock { $0[shape] = verdict }
      return verdict
    }

    private static func compare(
      _ low: Product, _ whole: Product, _ shape: Product.Shape, _ weights: UnsafeRawPointer
    ) -> Bool {
      guard case .tile(let format, let rows, let columns, _, let leading, let stride, _) = shape
      else { return false }
      // Sums of integers have no order.
      guard format != .int8 else { return true }
      let count = Arena.tileRows * leading
      var numbers = ProductScratch()
      var halves = ProductScratch()
      let floats = numbers.room(count, of: Float.self)
      ck_uniform(floats, count, 1, 1, 0)
      var x = UnsafeRawPointer(floats)
      if format == .bfloat16 {
        let converted = halves.room(count, of: UInt16.self)
        ck_to_bfloat16(floats, converted, count)
        x = UnsafeRawPointer(converted)
      }
      // What a result begins with, whatever it is.
      let start = [Float](repeating: 0.1, count: Arena.tileRows * stride)
      var (expected, found) = (start, start)
      guard run(whole, x, weights, start, &expected), run(low, x, weights, start, &found)
      else { return false }
      return (0..<rows).allSatisfy { row in
        (row * stride..<row * stride + columns).allSatisfy {
          expected[$0].bitPattern == found[$0].bitPattern
        }
      }
    }

    private static func run(
      _ product: Product, _ x: UnsafeRawPointer, _ weights: UnsafeRawPointer, _ bias: [Float],
      _ y: inout [Float]
    ) -> Bool {
      y.withUnsafeMutableBytes { y in
        y.baseAddress.map { product.execute(x, weights, bias: bias, $0) } ?? false
      }
    }
  }
#endif
