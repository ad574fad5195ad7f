#if canImport(COneDNN)
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
      /// y^T x over some rows in bfloat16, the rows of y `leading` numbers apart: [n, k].
      case outer(rows: Int, n: Int, k: Int, leading: Int, accumulate: Bool)
    }

    private let handle: OpaquePointer
    private let shape: Shape

    init(shape: Shape) throws {
      let made: OpaquePointer? =
        switch shape {
        case .tile(
          let format, let rows, let columns, let depth, let leading, let stride, let start):
          odn_product_create(
            format.oneDNN, Arena.tileRows, rows, columns, depth, leading, stride, start.oneDNN)
        case .outer(let rows, let n, let k, let leading, let accumulate):
          odn_outer_product_create(rows, n, k, leading, accumulate)
        }
      guard let made else { throw shape.error }
      handle = made
      self.shape = shape
    }

    deinit { odn_product_destroy(handle) }

    var packedSize: Int { odn_product_packed_size(handle) }

    /// Whether weights can be packed in parts of 64 columns or a multiple.
    var isDivisible: Bool { odn_product_is_divisible(handle) }

    /// Packs some columns.
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
      case .outer(let rows, _, let k, _, _): ProductError(k, rows)
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
