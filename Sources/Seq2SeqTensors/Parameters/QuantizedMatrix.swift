import CKernels

/// Weights [rows, columns] that were made 8-bit integers with a scale for each row.
package final class QuantizedMatrix: @unchecked Sendable {
  /// What of the largest weight of a row the largest integer may stand for. Where it is less than all of it
  /// the few weights beyond are cut, and all others are finer.
  package static let clippings: [Float] = [1, 0.95, 0.9, 0.85, 0.8]

  private let values: UnsafeMutableBufferPointer<Int8>
  private let scales: UnsafeMutableBufferPointer<Float>
  private let rows: Int
  private let columns: Int

  /// Quantizes weights. Each row takes the clipping that changes its products with the samples least or,
  /// without samples, its weights, by the mean of the squared changes; the first of several that are as good.
  ///
  /// - Parameter samples: Rows that the weights are multiplied with, one behind the other.
  package init(
    _ weights: UnsafeBufferPointer<Float>, rows: Int, columns: Int, samples: [Float] = []
  ) {
    precondition(weights.count == rows * columns && samples.count % max(columns, 1) == 0)
    (self.rows, self.columns) = (rows, columns)
    values = .allocate(capacity: rows * columns)
    scales = .allocate(capacity: rows)
    for row in 0..<rows {
      quantize(
        UnsafeBufferPointer(rebasing: weights[row * columns..<(row + 1) * columns]), row, samples)
    }
  }

  deinit {
    values.deallocate()
    scales.deallocate()
  }

  /// The numbers, as long as the object lives.
  package var weights: QuantizedWeights {
    QuantizedWeights(
      rows: rows, columns: columns, values: UnsafeBufferPointer(values),
      scales: UnsafeBufferPointer(scales))
  }

  private func quantize(_ weights: UnsafeBufferPointer<Float>, _ row: Int, _ samples: [Float]) {
    let place = values.baseAddress.map { $0 + row * columns }
    func quantize(_ clipping: Float) -> Float {
      ck_quantize_weights(weights.baseAddress, columns, clipping, place)
    }
    func error(_ clipping: Float) -> Double {
      let scale = quantize(clipping)
      return samples.withUnsafeBufferPointer {
        ck_quantization_error(
          weights.baseAddress, place, scale, columns, $0.isEmpty ? nil : $0.baseAddress,
          $0.count / max(columns, 1))
      }
    }
    var best = (clipping: Self.clippings[0], error: error(Self.clippings[0]))
    for clipping in Self.clippings.dropFirst() {
      let error = error(clipping)
      if error < best.error { best = (clipping, error) }
    }
    scales[row] = quantize(best.clipping)
  }
}
