import CKernels

#if canImport(Accelerate)
  import Accelerate
#else
  import COneDNN
#endif

/// Matrix products on the calling thread; each worker has its own.
///
/// Products with weights go over tiles of `Arena.tileRows` rows, always the same height, so that the sum
/// in a row is added in one order whatever the number of rows: a sentence's numbers do not depend on the
/// sentences beside it.
package final class MatrixProducts {
  /// The first failure of a product; the owner of the thread reports it.
  private(set) var failure: ProductError?
  /// Floating-point operations asked for so far.
  package private(set) var operations = 0.0
  /// Products that were run so far: the library's calls.
  package private(set) var calls = 0

  #if canImport(COneDNN)
    private var cache: [Product.Shape: Product] = [:]
    private var scratch = ProductScratch()

    private func product(_ shape: Product.Shape) throws -> Product {
      if let known = cache[shape] { return known }
      let made = try Product(shape: shape)
      cache[shape] = made
      return made
    }

    /// How many different products were prepared so far.
    package var shapes: Int { cache.count }
  #else
    package var shapes: Int { 0 }
  #endif

  package init() {}

  /// Throws if a product failed since the last call.
  func check() throws {
    if let failure {
      self.failure = nil
      throw failure
    }
  }

  /// Packs weights [outputs, inputs] (or, transposed, [inputs, outputs]), rows `leading` floats apart.
  func pack(
    _ weights: UnsafePointer<Float>, leading: Int, transposed: Bool, panel: PackedMatrix.Panel,
    of matrix: PackedMatrix
  ) throws {
    let start =
      weights
      + (transposed
        ? panel.firstDepth * leading + panel.firstColumn
        : panel.firstColumn * leading + panel.firstDepth)
    #if canImport(COneDNN)
      let product = try product(matrix.shape(panel, accumulate: false))
      let packed = matrix.pointer(panel)
      guard matrix.format == .bfloat16 else {
        return try product.pack(start, leading: leading, transposed: transposed, into: packed)
      }
      let (rows, columns) =
        transposed ? (panel.depth, panel.columns) : (panel.columns, panel.depth)
      let converted = scratch.room(rows * columns)
      for row in 0..<rows {
        ck_to_bfloat16(start + row * leading, converted + row * columns, columns)
      }
      try product.pack(converted, leading: columns, transposed: transposed, into: packed)
    #else
      let packed = matrix.pointer(panel).assumingMemoryBound(to: Float.self)
      for column in 0..<panel.columns {
        for depth in 0..<panel.depth {
          packed[column * panel.depth + depth] =
            transposed ? start[depth * leading + column] : start[column * leading + depth]
        }
      }
    #endif
  }

  /// y [rows, outputs] = or += x [rows, inputs] * packed; x is in the matrix' format, and rows are rounded
  /// up to whole tiles.
  func multiply(
    _ x: UnsafeRawPointer, rows: Int, _ matrix: PackedMatrix,
    into y: UnsafeMutablePointer<Float>, accumulate: Bool
  ) {
    operations += 2 * Double(rows) * Double(matrix.inputs) * Double(matrix.outputs)
    for panel in matrix.panels {
      multiply(
        x + panel.firstDepth * matrix.format.size, rows: rows, matrix, panel,
        into: y + panel.firstColumn, accumulate: accumulate || panel.firstDepth > 0)
    }
  }

  private func multiply(
    _ x: UnsafeRawPointer, rows: Int, _ matrix: PackedMatrix, _ panel: PackedMatrix.Panel,
    into y: UnsafeMutablePointer<Float>, accumulate: Bool
  ) {
    let packed = UnsafeRawPointer(matrix.pointer(panel))
    #if canImport(COneDNN)
      let shape = matrix.shape(panel, accumulate: accumulate)
      guard let product = try? product(shape) else {
        failure = shape.error
        return
      }
      let rowSize = matrix.inputs * matrix.format.size
      for row in stride(from: 0, to: rows, by: Arena.tileRows) {
        calls += 1
        if !product.execute(x + row * rowSize, packed, y + row * matrix.outputs) {
          failure = shape.error
        }
      }
    #else
      let x = x.assumingMemoryBound(to: Float.self)
      for row in stride(from: 0, to: rows, by: Arena.tileRows) {
        calls += 1
        cblas_sgemm(
          CblasRowMajor, CblasNoTrans, CblasTrans, Arena.tileRows, panel.columns, panel.depth, 1,
          x + row * matrix.inputs, matrix.inputs, packed.assumingMemoryBound(to: Float.self),
          panel.depth, accumulate ? 1 : 0, y + row * matrix.outputs, matrix.outputs)
      }
    #endif
  }

  /// sum [n, k] = or += y^T x, for float32 y [rows, n], rows `leading` numbers apart, and x [rows, k].
  func outerProduct(
    _ y: UnsafePointer<Float>, leading: Int, _ x: UnsafePointer<Float>, rows: Int, n: Int, k: Int,
    accumulate: Bool, into sum: UnsafeMutablePointer<Float>
  ) {
    operations += 2 * Double(rows) * Double(n) * Double(k)
    calls += 1
    #if canImport(Accelerate)
      cblas_sgemm(
        CblasRowMajor, CblasTrans, CblasNoTrans, n, k, rows, 1, y, leading, x, k,
        accumulate ? 1 : 0, sum, k)
    #else
      if !odn_outer_product(y, leading, x, rows, n, k, accumulate, sum) {
        failure = ProductError(k, rows)
      }
    #endif
  }

  /// The same for y and x in bfloat16. Both must have whole tiles of rows, x with zeros past the last.
  func outerProduct(
    _ y: UnsafePointer<UInt16>, leading: Int, _ x: UnsafePointer<UInt16>, rows: Int, n: Int,
    k: Int, accumulate: Bool, into sum: UnsafeMutablePointer<Float>
  ) {
    #if canImport(COneDNN)
      // Few different heights, because each is a product of its own to prepare.
      let tile = Arena.tileRows
      let whole = (rows + tile - 1) / tile * tile
      for first in stride(from: 0, to: whole, by: Self.outerRows) {
        let height = min(Self.outerRows, whole - first)
        let shape = Product.Shape.outer(
          rows: height, n: n, k: k, leading: leading, accumulate: accumulate || first > 0)
        operations += 2 * Double(min(height, rows - first)) * Double(n) * Double(k)
        calls += 1
        guard
          let product = try? product(shape),
          product.execute(y + first * leading, x + first * k, sum)
        else {
          failure = shape.error
          return
        }
      }
    #else
      preconditionFailure("there are no products in bfloat16 here")
    #endif
  }

  private static let outerRows = 256
}

#if canImport(COneDNN)
  /// Room for numbers on their way from one format to another.
  private struct ProductScratch: ~Copyable {
    private var start: UnsafeMutablePointer<UInt16>?
    private var count = 0

    /// Room for so many numbers, good until the next call.
    mutating func room(_ needed: Int) -> UnsafeMutablePointer<UInt16> {
      if let start, needed <= count { return start }
      start?.deallocate()
      count = needed
      let made = UnsafeMutableRawPointer.allocate(byteCount: max(needed, 32) * 2, alignment: 64)
        .bindMemory(to: UInt16.self, capacity: needed)
      start = made
      return made
    }

    deinit { start?.deallocate() }
  }
#endif
