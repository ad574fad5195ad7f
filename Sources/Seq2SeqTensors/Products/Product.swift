#if canImport(COneDNN)
  import COneDNN

  /// oneDNN's product of one tile of rows with one packed panel; belongs to one thread.
  final class Product {
    struct Shape: Hashable {
      let columns: Int
      let depth: Int
      let stride: Int
      let accumulate: Bool
    }

    private let handle: OpaquePointer
    private let shape: Shape

    init(shape: Shape) throws {
      guard
        let handle = odn_product_create(
          Arena.tileRows, shape.columns, shape.depth, shape.stride, shape.accumulate)
      else { throw ProductError(shape.columns, shape.depth) }
      self.handle = handle
      self.shape = shape
    }

    deinit { odn_product_destroy(handle) }

    var packedSize: Int { odn_product_packed_size(handle) }

    func pack(
      _ weights: UnsafePointer<Float>, leading: Int, transposed: Bool,
      into packed: UnsafeMutableRawPointer
    ) throws {
      guard odn_product_pack(handle, weights, leading, transposed, packed) else {
        throw ProductError(shape.columns, shape.depth)
      }
    }

    func execute(
      _ x: UnsafePointer<Float>, _ packed: UnsafeRawPointer, _ y: UnsafeMutablePointer<Float>
    ) -> Bool { odn_product_execute(handle, x, packed, y) }
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
