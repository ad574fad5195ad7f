import CKernels

/// A matrix of 8-bit integers with a scale for each row, in memory that somebody else keeps.
package struct QuantizedWeights: @unchecked Sendable {
  package let rows: Int
  package let columns: Int
  /// [rows, columns].
  package let values: UnsafeBufferPointer<Int8>
  /// [rows]: weight = value * scale.
  package let scales: UnsafeBufferPointer<Float>

  package init(
    rows: Int, columns: Int, values: UnsafeBufferPointer<Int8>, scales: UnsafeBufferPointer<Float>
  ) {
    precondition(values.count == rows * columns && scales.count == rows)
    self.rows = rows
    self.columns = columns
    self.values = values
    self.scales = scales
  }

  /// What stands in the place of the weights.
  func dequantized() -> FloatBuffer {
    let result = FloatBuffer(count: values.count)
    for row in 0..<rows {
      ck_dequantize(
        values.baseAddress.map { $0 + row * columns }, scales[row],
        result.pointer + row * columns, columns)
    }
    return result
  }
}
