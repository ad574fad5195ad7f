@testable import Seq2SeqTensors

/// Aligned room for rows on the left side of a product, whole tiles of them, in one of the formats; or, in
/// float32, for the rows of its result.
final class ProductRoom {
  let rows: Int
  let columns: Int
  let format: NumberFormat
  let pointer: UnsafeMutableRawPointer

  init(rows: Int, columns: Int, format: NumberFormat = .float32) {
    self.rows = (rows + 15) / 16 * 16
    self.columns = columns
    self.format = format
    let size = self.rows * columns * 4
    pointer = .allocate(byteCount: max(size, 64), alignment: 64)
    pointer.initializeMemory(as: UInt8.self, repeating: 0, count: size)
  }

  deinit { pointer.deallocate() }

  /// The rows on the left side of a product.
  var left: ProductRows { ProductRows(numbers: pointer) }

  var floats: UnsafeMutablePointer<Float> { pointer.assumingMemoryBound(to: Float.self) }
  var halves: UnsafeMutablePointer<UInt16> { pointer.assumingMemoryBound(to: UInt16.self) }

  /// Sets a row; the numbers are rounded to the format.
  func set(_ row: Int, _ numbers: [Float]) {
    for (column, number) in numbers.enumerated() {
      switch format {
      case .float32: floats[row * columns + column] = number
      case .bfloat16: halves[row * columns + column] = TwinBFloat16.bits(number)
      case .int8, .int8InFloat32: preconditionFailure("quantized rows have a scale")
      }
    }
  }

  func bits(_ row: Int) -> [UInt32] { self.row(row).map(\.bitPattern) }

  func row(_ row: Int) -> [Float] { (0..<columns).map { floats[row * columns + $0] } }
}
