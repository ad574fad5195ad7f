/// A fixed number of float32 that live as long as the object: weights, gradients, moments.
///
/// Several threads may work on it at once as long as their parts do not overlap.
package final class FloatBuffer: @unchecked Sendable {
  package let count: Int
  private let memory: LargeMemory
  let pointer: UnsafeMutablePointer<Float>

  /// `count` zeros.
  package init(count: Int) {
    self.count = count
    memory = LargeMemory(byteCount: count * MemoryLayout<Float>.stride)
    pointer = memory.base.bindMemory(to: Float.self, capacity: count)
  }

  /// Access to a part of the numbers.
  package func withFloats<R>(
    _ range: Range<Int>, _ body: (UnsafeMutableBufferPointer<Float>) throws -> R
  ) rethrows -> R {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    return try body(.init(start: pointer + range.lowerBound, count: range.count))
  }

  /// One number.
  package subscript(index: Int) -> Float {
    get {
      precondition(index >= 0 && index < count)
      return pointer[index]
    }
    set {
      precondition(index >= 0 && index < count)
      pointer[index] = newValue
    }
  }

  /// Takes over another buffer's numbers.
  package func copy(from other: FloatBuffer) {
    precondition(count == other.count)
    pointer.update(from: other.pointer, count: count)
  }

  /// Sets a part to zero.
  package func clear(_ range: Range<Int>) {
    withFloats(range) { $0.update(repeating: 0) }
  }
}
