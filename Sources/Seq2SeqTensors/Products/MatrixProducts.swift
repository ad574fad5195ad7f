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

  #if canImport(COneDNN)
    private var cache: [Product.Shape: Product] = [:]

    private func product(_ shape: Product.Shape) throws -> Product {
      if let known = cache[shape] { return known }
      let made = try Product(shape: shape)
      cache[shape] = made
      return made
    }
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
    let start = weights + panel.firstColumn * (transposed ? 1 : leading)
    #if canImport(COneDNN)
      let shape = Product.Shape(
        columns: panel.columns, depth: matrix.inputs, stride: matrix.outputs, accumulate: false)
      try product(shape).pack(
        start, leading: leading, transposed: transposed, into: matrix.pointer(panel))
    #else
      let packed = matrix.pointer(panel).assumingMemoryBound(to: Float.self)
      for column in 0..<panel.columns {
        for depth in 0..<matrix.inputs {
          packed[column * matrix.inputs + depth] =
            transposed ? start[depth * leading + column] : start[column * leading + depth]
        }
      }
    #endif
  }

  /// y [rows, outputs] = or += x [rows, inputs] * packed; rows are rounded up to whole tiles.
  func multiply(
    _ x: UnsafePointer<Float>, rows: Int, _ matrix: PackedMatrix,
    into y: UnsafeMutablePointer<Float>, accumulate: Bool
  ) {
    operations += 2 * Double(rows) * Double(matrix.inputs) * Double(matrix.outputs)
    for panel in matrix.panels {
      multiply(x, rows: rows, matrix, panel, into: y + panel.firstColumn, accumulate: accumulate)
    }
  }

  private func multiply(
    _ x: UnsafePointer<Float>, rows: Int, _ matrix: PackedMatrix, _ panel: PackedMatrix.Panel,
    into y: UnsafeMutablePointer<Float>, accumulate: Bool
  ) {
    let packed = UnsafeRawPointer(matrix.pointer(panel))
    #if canImport(COneDNN)
      let shape = Product.Shape(
        columns: panel.columns, depth: matrix.inputs, stride: matrix.outputs,
        accumulate: accumulate)
      guard let product = try? product(shape) else {
        failure = ProductError(panel.columns, matrix.inputs)
        return
      }
      for row in stride(from: 0, to: rows, by: Arena.tileRows)
      where !product.execute(x + row * matrix.inputs, packed, y + row * matrix.outputs) {
        failure = ProductError(panel.columns, matrix.inputs)
      }
    #else
      for row in stride(from: 0, to: rows, by: Arena.tileRows) {
        cblas_sgemm(
          CblasRowMajor, CblasNoTrans, CblasTrans, Arena.tileRows, panel.columns, matrix.inputs, 1,
          x + row * matrix.inputs, matrix.inputs, packed.assumingMemoryBound(to: Float.self),
          matrix.inputs, accumulate ? 1 : 0, y + row * matrix.outputs, matrix.outputs)
      }
    #endif
  }

  /// weightGradient [n, k] += y^T x, for y [rows, n] and x [rows, k].
  func addOuterProduct(
    _ y: UnsafePointer<Float>, _ x: UnsafePointer<Float>, rows: Int, n: Int, k: Int,
    into weightGradient: UnsafeMutablePointer<Float>
  ) {
    operations += 2 * Double(rows) * Double(n) * Double(k)
    #if canImport(Accelerate)
      cblas_sgemm(
        CblasRowMajor, CblasTrans, CblasNoTrans, n, k, rows, 1, y, n, x, k, 1, weightGradient, k)
    #else
      if !odn_add_outer_product(y, x, rows, n, k, weightGradient) {
        failure = ProductError(k, rows)
      }
    #endif
  }
}
