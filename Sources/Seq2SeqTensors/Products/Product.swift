#if canImport(COneDNN)
  import CKernels
  import COneDNN
#endif

/// What a product begins with.
enum ProductStart: CaseIterable {
  /// Zeros.
  case nothing
  /// What its result holds.
  case sum
  /// One row, the same for all rows of the result.
  case bias
}

#if canImport(COneDNN)
  /// oneDNN's product of one fixed shape; belongs to one thread.
  final class Product {
    enum Shape: Hashable {
      /// A tile of rows, `leading` numbers apart, times a packed panel; the rows of the result lie `stride`
      /// numbers apart.
      case tile(
        format: NumberFormat, rows: Int, columns: Int, depth: Int, leading: Int, stride: Int,
        start: ProductStart)
      /// y^T x over some rows in bfloat16: y turned, [n, rows], times x packed, [rows, k].
      case outer(rows: Int, n: Int, k: Int, accumulate: Bool)
    }

    private let handle: OpaquePointer
    private let shape: Shape
    /// Where packed weights lie, if it is a layout that we know how to pack.
    private let layout: ck_packed_layout?

    init(shape: Shape) throws {
      let made: OpaquePointer? =
        switch shape {
        case .tile(
          let format, let rows, let columns, let depth, let leading, let stride, let start):
          odn_product_create(
            format.oneDNN, Arena.tileRows, rows, columns, depth, leading, stride, start.oneDNN)
        case .outer(let rows, let n, let k, let accumulate):
          odn_product_create(
            ODN_BFLOAT16, n, n, k, rows, rows, k, accumulate ? ODN_SUM : ODN_NOTHING)
        }
      guard let made else { throw shape.error }
      handle = made
      self.shape = shape
      var known = odn_layout()
      layout =
        odn_product_layout(made, &known)
        ? ck_packed_layout(
          block_columns: known.block_columns, block_words: known.block_words,
          column_stride: known.column_stride, depth_stride: known.depth_stride) : nil
    }

    deinit { odn_product_destroy(handle) }

    var packedSize: Int { odn_product_packed_size(handle) }

    /// Whether weights can be packed in parts of 64 columns or a multiple.
    var isDivisible: Bool { odn_product_is_divisible(handle) }

    /// Packs some columns of float32 weights [columns, depth], or transposed [depth, columns], rounded to the
    /// product's format, and says whether it could; oneDNN's own way is slower.
    func pack(
      floats weights: UnsafePointer<Float>, leading: Int, transposed: Bool, columns: Range<Int>,
      into packed: UnsafeMutableRawPointer
    ) -> Bool {
      guard let layout, case .tile(let format, _, _, let depth, _, _, _) = shape,
        columns.lowerBound % layout.block_columns == 0
      else { return false }
      let first = columns.lowerBound / layout.block_columns * layout.column_stride
      let to = packed.assumingMemoryBound(to: UInt32.self) + first
      switch format {
      case .float32, .int8InFloat32:
        ck_pack_float32(weights, leading, transposed, columns.count, depth, layout, to)
      case .bfloat16:
        ck_pack_bfloat16(weights, leading, transposed, columns.count, depth, layout, to)
      case .int8: return false
      }
      return true
    }

    /// Packs the right side of an outer product, x [rows, k].
    func pack(
      halves x: UnsafePointer<UInt16>, rows: Int, into packed: UnsafeMutableRawPointer
    ) throws {
      guard case .outer(_, _, let k, _) = shape else { throw shape.error }
      guard let layout else {
        return try pack(x, leading: k, transposed: true, columns: 0..<k, into: packed)
      }
      ck_pack_halves(x, k, rows, k, layout, packed.assumingMemoryBound(to: UInt32.self))
    }

    /// Packs some columns of weights that are in the product's format.
    func pack(
      _ weights: UnsafeRawPointer, leading: Int, transposed: Bool, columns: Range<Int>,
      into packed: UnsafeMutableRawPointer
    ) throws {
      guard
        odn_product_pack(
          handle, weights, leading, transposed, columns.lowerBound, columns.count, packed)
      else { throw shape.error }
    }

    func execute(
      _ x: UnsafeRawPointer, _ packed: UnsafeRawPointer, bias: UnsafePointer<Float>? = nil,
      _ y: UnsafeMutableRawPointer
    ) -> Bool { odn_product_execute(handle, x, packed, bias, y) }
  }

  extension Product.Shape {
    var error: ProductError {
      switch self {
      case .tile(_, _, let columns, let depth, _, _, _): ProductError(columns, depth)
      case .outer(let rows, _, let k, _): ProductError(k, rows)
      }
    }
  }

  extension ProductStart {
    var oneDNN: odn_start {
      switch self {
      case .nothing: ODN_NOTHING
      case .sum: ODN_SUM
      case .bias: ODN_BIAS
      }
    }
  }

  extension NumberFormat {
    var oneDNN: odn_format {
      switch self {
      case .float32, .int8InFloat32: ODN_FLOAT32
      case .bfloat16: ODN_BFLOAT16
      case .int8: ODN_INT8
      }
    }
  }
#endif

/// The library for matrix products refused a shape.
package struct ProductError: Error, CustomStringConvertible {
  let columns: Int
  let depth: Int

  init(_ columns: Int, _ depth: Int) {
    self.columns = columns
    self.depth = depth
  }

  package var description: String {
    "the matrix product with \(columns) columns and depth \(depth) failed in oneDNN; "
      + "make the model smaller or check the oneDNN installation"
  }
}
