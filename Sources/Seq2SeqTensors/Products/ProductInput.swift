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

  /// Of `rows` rows at `floats`, which fill up a tile, that may still be unknown.
  init(
    _ floats: UnsafeMutablePointer<Float>, rows: Int, columns: Int, format: NumberFormat,
    arena: Arena
  ) {
    self.format = format
    self.columns = columns
    self.rows = rows
    self.floats = floats
    copy =
      format == .float32
      ? nil : arena.bytes(TileRows.rounded(rows) * format.rowSize(columns: columns))
  }

  /// Takes over rows that are known now, with the last of all also the rest of their tile.
  func update(_ rows: Range<Int>) {
    guard let copy else { return }
    let from = floats + rows.lowerBound * columns
    let rowSize = format.rowSize(columns: columns)
    let to = copy + rows.lowerBound * rowSize
    let end = rows.upperBound == self.rows ? TileRows.rounded(self.rows) : rows.upperBound
    let count = end - rows.lowerBound
    let scaleOffset = format.scaleOffset(columns: columns)
    switch format {
    case .float32: break
    case .bfloat16:
      ck_to_bfloat16(from, to.assumingMemoryBound(to: UInt16.self), count * columns)
    case .int8: ck_quantize_rows(from, count, columns, to, rowSize, scaleOffset)
    case .int8InFloat32:
      ck_quantize_rows_to_float(from, count, columns, to, rowSize, scaleOffset)
    }
  }

  /// Where a row starts.
  func row(_ row: Int) -> UnsafeRawPointer {
    copy.map { UnsafeRawPointer($0 + row * format.rowSize(columns: columns)) }
      ?? UnsafeRawPointer(floats + row * columns)
  }
}

/// Rows come in whole tiles.
package enum TileRows {
  /// The rows of the tiles that hold so many rows, one tile at least.
  package static func rounded(_ rows: Int) -> Int {
    let tile = Arena.tileRows
    return max(tile, (rows + tile - 1) / tile * tile)
  }
}
