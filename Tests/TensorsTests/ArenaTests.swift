import Testing

@testable import Seq2SeqTensors

@Suite struct ArenaTests {
  private func address(_ tensor: Tensor) -> UInt { UInt(bitPattern: tensor.values) }

  @Test func tensorsAreAlignedAndApart() {
    let arena = Arena()
    var end: UInt = 0
    for (rows, columns) in [(1, 1), (16, 3), (17, 5), (0, 4), (3, 0), (33, 7)] {
      let tensor = arena.tensor(rows: rows, columns: columns, gradient: true)
      #expect(address(tensor) % 64 == 0)
      #expect(UInt(bitPattern: tensor.gradient) % 64 == 0)
      #expect(address(tensor) >= end)
      let whole = UInt((rows + 15) / 16 * 16 * columns * 4)
      #expect(UInt(bitPattern: tensor.gradient) >= address(tensor) + whole)
      end = UInt(bitPattern: tensor.gradient) + whole
    }
  }

  /// Rows that fill up a tile take part in products, also where other tensors were before.
  @Test func fillingAndGradientsAreZero() {
    let arena = Arena()
    for _ in 0..<2 {
      let tensor = arena.tensor(rows: 5, columns: 3, gradient: true)
      for index in 0..<48 where index >= 15 { #expect(tensor.values[index] == 0) }
      for index in 0..<48 { #expect(tensor.gradient[index] == 0) }
      for index in 0..<48 { (tensor.values[index], tensor.gradient[index]) = (.nan, .nan) }
      arena.reset()
    }
  }

  @Test func growingKeepsWhatThereIs() {
    let arena = Arena()
    let tensors = (0..<6).map { index in
      let tensor = arena.tensor(rows: 16, columns: 30_000, gradient: false)
      tensor.values.update(repeating: Float(index), count: tensor.count)
      return tensor
    }
    for (index, tensor) in tensors.enumerated() {
      #expect(tensor.values[0] == Float(index))
      #expect(tensor.values[tensor.count - 1] == Float(index))
    }
  }

  /// After a reset all lies in one block, from its start, again and again.
  @Test func memoryIsReused() {
    let arena = Arena()
    func fill() -> [UInt] {
      (0..<6).map { _ in address(arena.tensor(rows: 16, columns: 30_000, gradient: false)) }
    }
    _ = fill()
    arena.reset()
    let first = fill()
    for (one, next) in zip(first, first.dropFirst()) { #expect(next == one + 16 * 30_000 * 4) }
    arena.reset()
    #expect(fill() == first)
  }

  @Test func slicesShareNumbers() {
    let arena = Arena()
    let tensor = arena.tensor(rows: 6, columns: 2, gradient: true)
    tensor.fill(from: (0..<12).map { Float($0) })
    #expect(tensor.slice(1..<3).array == [2, 3, 4, 5])
    #expect(tensor.step(1, batch: 3).array == [6, 7, 8, 9, 10, 11])
    #expect(tensor.row(5) == [10, 11])
    #expect(tensor.slice(2..<2).array.isEmpty)
    tensor.step(2, batch: 2).fill(from: [0, 0, 0, 0])
    #expect(tensor.slice(3..<6).array == [6, 7, 0, 0, 0, 0])
    tensor.slice(5..<6).fillGradient(from: [1, 2])
    #expect(tensor.gradientArray == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2])
  }

  @Test func buffersAreZeroAndAligned() {
    let buffer = FloatBuffer(count: 5)
    buffer.withFloats(0..<5) { part in
      #expect(Array(part) == [0, 0, 0, 0, 0])
      #expect(UInt(bitPattern: part.baseAddress) % 64 == 0)
    }
    for index in 0..<5 { buffer[index] = Float(index + 1) }
    buffer.clear(1..<3)
    #expect(buffer.withFloats(0..<5) { Array($0) } == [1, 0, 0, 4, 5])
    #expect(FloatBuffer(count: 0).count == 0)
  }
}
