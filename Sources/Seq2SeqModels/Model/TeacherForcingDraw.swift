import Seq2SeqTensors

/// Decides for each target token of an update whether the decoder reads it or its own best guess
/// (scheduled sampling, Bengio et al. 2015, § 2.4).
///
/// Each draw is a function of the seed, the update, the pair and the time alone: neither the threads nor the
/// way in which a batch is cut into shards has a part in it.
package struct TeacherForcingDraw: Sendable {
  private let share: Double
  private let source: RandomSource

  /// Nil if the share of true tokens is 1, since nothing is left to draw.
  package init?(share: Double, source: RandomSource) {
    guard share < 1 else { return nil }
    self.share = share
    // No run makes that many updates: these numbers are used for nothing else.
    self.source = RandomSource(seed: source.seed, update: source.update | 1 << 62)
  }

  /// Whether the input at a time, from 1, is the true token.
  func readsTruth(pair: Int32, time: Int) -> Bool {
    let words = source.words(
      stream: UInt32(bitPattern: pair), index: UInt32(truncatingIfNeeded: time))
    return Double(words >> 11) * 0x1p-53 < share
  }
}
