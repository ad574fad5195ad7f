import CKernels

/// Random numbers by counting: each is a function of (seed, update, stream, index), so that no state has
/// to be saved and no thread has to wait (Philox 4x32-10, Salmon et al. 2011).
package struct RandomSource: Sendable {
  package let seed: UInt64
  /// Every update of the weights draws its own numbers.
  package let update: UInt64

  package init(seed: UInt64, update: UInt64) {
    self.seed = seed
    self.update = update
  }

  /// A generator for shuffling and the like; `stream` keeps uses apart.
  package func generator(stream: UInt32) -> Generator { Generator(source: self, stream: stream) }

  /// Two words of the counter (index, stream, update), so that any may be asked for without the others.
  package func words(stream: UInt32, index: UInt32) -> UInt64 {
    let counter = [
      index, stream, UInt32(truncatingIfNeeded: update), UInt32(truncatingIfNeeded: update >> 32),
    ]
    let key = [UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32)]
    var words: [UInt32] = [0, 0, 0, 0]
    ck_philox(counter, key, &words)
    return UInt64(words[0]) | UInt64(words[1]) << 32
  }

  /// Draws the words of one stream in order.
  package struct Generator: RandomNumberGenerator {
    let source: RandomSource
    let stream: UInt32
    private var index: UInt32 = 0

    init(source: RandomSource, stream: UInt32) {
      self.source = source
      self.stream = stream
    }

    package mutating func next() -> UInt64 {
      defer { index &+= 1 }
      return source.words(stream: stream, index: index)
    }
  }
}
