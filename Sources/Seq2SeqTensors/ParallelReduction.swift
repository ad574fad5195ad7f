import CKernels

// Flat buffers are worked on in blocks of one size, so that sums do not depend on the number of threads.
private let blockSize = 1 << 16

extension FloatBuffer {
  /// The blocks of a buffer.
  private static func blocks(_ count: Int) -> [Range<Int>] {
    stride(from: 0, to: count, by: blockSize).map { $0..<Swift.min($0 + blockSize, count) }
  }

  /// The sum of the squares, block by block.
  package func sumOfSquares(on pool: WorkerPool) throws -> Double {
    let blocks = FloatBuffer.blocks(count)
    var squares = [Double](repeating: 0, count: blocks.count)
    try squares.withUnsafeMutableBufferPointer { squares in
      nonisolated(unsafe) let squares = squares
      try pool.run(tasks: blocks.count, as: .weightGradients) { index, _ in
        let block = blocks[index]
        squares[index] = ck_sum_of_squares(pointer + block.lowerBound, block.count)
      }
    }
    return squares.reduce(0, +)
  }

  /// Calls `body` for each block, the blocks shared by the workers.
  package static func forEachBlock(
    of count: Int, on pool: WorkerPool, _ body: (Range<Int>) -> Void
  ) throws {
    let blocks = blocks(count)
    try pool.run(tasks: blocks.count, as: .optimizer) { index, _ in body(blocks[index]) }
  }
}

extension FloatBuffer {
  /// Moves this average by a share of the way to another buffer's part.
  package func moveAverage(toward other: FloatBuffer, share: Float, _ block: Range<Int>) {
    ck_move_average(
      pointer + block.lowerBound, other.pointer + block.lowerBound, share, block.count)
  }

  /// Exchanges the numbers of two buffers.
  package func swap(with other: FloatBuffer) {
    precondition(count == other.count)
    for index in 0..<count {
      let mine = pointer[index]
      pointer[index] = other.pointer[index]
      other.pointer[index] = mine
    }
  }
}
