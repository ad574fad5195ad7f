import CKernels

/// Rows of numbers on the left side of products, in the format of the weights: of float32 the numbers
/// themselves, of another format a copy that lasts as long as they do.
///
/// A copy is kept, because the gradient of the weights is another product of the same numbers.
struct ProductInput {
  let format: NumberFormat
  let columns: Int
  private let rows: Int
  private let floats: UnsafeMutablePointer<Float>
  private let copy: UnsafeMutableRawPointer?
  private let scales: UnsafeMutablePointer<Float>?

  /// Of `rows` rows at `floats`, which fill up a tile, that may still be unknown.
  init(
    _ floats: UnsafeMutablePointer<Float>, rows: Int, columns: Int, format: NumberFormat,
    arena: Arena
  ) {
    self.format = format
    self.columns = columns
    self.rows = rows
    self.floats = floats
    let whole = TileRows.rounded(rows)
    copy = format == .float32 ? nil : arena.bytes(whole * columns * format.size)
    scales = format.isQuantized ? arena.floats(whole) : nil
  }

  /// Takes over rows that are known now, with the last of all also the rest of their tile.
  func update(_ rows: Range<Int>) {
    guard let copy else { return }
    let first = rows.lowerBound
    let from = floats + first * columns
    let to = copy + first * columns * format.size
    let end = rows.upperBound == self.rows ? TileRows.rounded(self.rows) : rows.upperBound
    let count = end - first
    if let scales {
      if format == .int8 {
        ck_quantize_rows(
          from, count, columns, to.assumingMemoryBound(to: UInt8.self), scales + first)
      } else {
        ck_quantize_rows_to_float(
          from, count, columns, to.assumingMemoryBound(to: Float.self), scales + first)
      }
    } else {
      ck_to_bfloat16(from, to.assumingMemoryBound(to: UInt16.self), count * columns)
    }
  }

  /// All rows from one on.
  func rows(from row: Int) -> ProductRows {
    ProductRows(numbers: numbers(row), scales: scales.map { UnsafePointer($0 + row) })
  }

  /// Where a row starts.
  func numbers(_ row: Int) -> UnsafeRawPointer {
    copy.map { UnsafeRawPointer($0 + row * columns * format.size) }
      ?? UnsafeRawPointer(floats + row * columns)
  }
}

/// What a product reads on its left side: numbers in the format of its matrix, row after row.
struct ProductRows {
  let numbers: UnsafeRawPointer
  /// The scale of each row; of quantized numbers only.
  var scales: UnsafePointer<Float>?
}

/// Rows come in whole tiles.
package enum TileRows {
  /// The rows of the tiles that hold so many rows, one tile at least.
  package static func rounded(_ rows: Int) -> Int {
    let tile = Arena.tileRows
    return max(tile, (rows + tile - 1) / tile * tile)
  }
}
