/// Some of the rows that went into the products with each matrix, evenly spaced over all of them.
package final class InputSamples {
  /// The most rows that are kept of a matrix.
  package static let most = 256

  private let packed: PackedWeights
  private var samples: [ObjectIdentifier: Sample] = [:]

  /// Room for the rows that go into products with weights packed in float32.
  package init(_ packed: PackedWeights) {
    precondition(packed.format == .float32)
    self.packed = packed
  }

  /// The rows that were kept for a parameter, one behind the other.
  package func rows(of parameter: Parameter) -> [Float] {
    samples[ObjectIdentifier(packed.forward(parameter))]?.numbers ?? []
  }

  /// Sees rows on the left side of a product.
  func take(_ x: UnsafeRawPointer, rows: Int, of matrix: PackedMatrix) {
    let x = x.assumingMemoryBound(to: Float.self)
    for row in 0..<rows {
      samples[ObjectIdentifier(matrix), default: Sample()].add(
        UnsafeBufferPointer(start: x + row * matrix.inputs, count: matrix.inputs))
    }
  }

  /// Every so many rows, twice as many when it is full.
  private struct Sample {
    private var spacing = 1
    private var seen = 0
    private(set) var numbers: [Float] = []

    mutating func add(_ row: UnsafeBufferPointer<Float>) {
      defer { seen += 1 }
      guard seen % spacing == 0 else { return }
      let kept = row.isEmpty ? 0 : numbers.count / row.count
      guard kept == InputSamples.most else { return numbers.append(contentsOf: row) }
      numbers = (0..<kept / 2).flatMap {
        numbers[2 * $0 * row.count..<(2 * $0 + 1) * row.count]
      }
      spacing *= 2
      if seen % spacing == 0 { numbers.append(contentsOf: row) }
    }
  }
}
