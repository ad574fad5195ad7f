import CKernels

// Flat buffers are worked on in blocks of one size, so that sums do not depend on the number of threads.
private let blockSize = 1 << 16

extension FloatBuffer {
  /// The blocks of a buffer.
  private static func blocks(_ count: Int) -> [Range<Int>] {
    stride(from: 0, to: count, by: blockSize).map { $0..<Swift.min($0 + blockSize, count) }
  }

  /// Adds buffers pairwise in a fixed order, (0 + 1) + (2 + 3) …, into the first, and returns the sum of
  /// squares of the result.
  package static func reduce(_ buffers: [FloatBuffer], on pool: WorkerPool) throws -> Double {
    guard let first = buffers.first else { return 0 }
    let blocks = blocks(first.count)
    var squares = [Double](repeating: 0, count: blocks.count)
    try squares.withUnsafeMutableBufferPointer { squares in
      nonisolated(unsafe) let squares = squares
      try pool.run(tasks: blocks.count) { index, _ in
        let block = blocks[index]
        var gap = 1
        while gap < buffers.count {
          for left in stride(from: 0, to: buffers.count - gap, by: 2 * gap) {
            ck_add(
              buffers[left + gap].pointer + block.lowerBound,
              buffers[left].pointer + block.lowerBound, block.count)
          }
          gap *= 2
        }
        squares[index] = ck_sum_of_squares(first.pointer + block.lowerBound, block.count)
      }
    }
    return squares.reduce(0, +)
  }

  /// Calls `body` for each block, the blocks shared by the workers.
  package static func forEachBlock(
    of count: Int, on pool: WorkerPool, _ body: (Range<Int>) -> Void
  ) throws {
    let blocks = blocks(count)
    try pool.run(tasks: blocks.count) { index, _ in body(blocks[index]) }
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

/// The numbers of one step of Adam.
package struct AdamStep {
  package var gradientScale: Float
  package var learningRate: Float
  package var beta1: Float
  package var beta2: Float
  package var epsilon: Float
  /// 1 / (1 - beta^t) for both moments.
  package var firstCorrection: Float
  package var secondCorrection: Float

  package init(
    gradientScale: Float, learningRate: Float, beta1: Float, beta2: Float, epsilon: Float,
    firstCorrection: Float, secondCorrection: Float
  ) {
    self.gradientScale = gradientScale
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.firstCorrection = firstCorrection
    self.secondCorrection = secondCorrection
  }

  /// Moves a part of the weights (Kingma and Ba 2015, algorithm 1).
  package func apply(
    to weights: FloatBuffer, gradient: FloatBuffer, first: FloatBuffer, second: FloatBuffer,
    _ block: Range<Int>
  ) {
    ck_adam(
      weights.pointer + block.lowerBound, gradient.pointer + block.lowerBound,
      first.pointer + block.lowerBound, second.pointer + block.lowerBound, block.count,
      gradientScale, learningRate, beta1, beta2, epsilon, firstCorrection, secondCorrection)
  }
}
