import CKernels
import Testing

@testable import Seq2SeqTensors

@Suite struct RandomSourceTests {
  /// The known answers of Random123 (Salmon et al. 2011) for Philox 4x32-10.
  @Test func philoxKnownAnswers() {
    let answers: [(counter: [UInt32], key: [UInt32], words: [UInt32])] = [
      ([0, 0, 0, 0], [0, 0], [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]),
      (
        [.max, .max, .max, .max], [.max, .max],
        [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
      ),
      (
        [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0],
        [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
      ),
    ]
    for (counter, key, words) in answers {
      var actual: [UInt32] = [0, 0, 0, 0]
      ck_philox(counter, key, &actual)
      #expect(actual == words)
    }
    var generator = RandomSource(seed: 0, update: 0).generator(stream: 0)
    #expect(generator.next() == 0xe169_c58d_6627_e8d5)
  }

  @Test func generatorsAreReproducibleAndApart() {
    func words(_ seed: UInt64, _ update: UInt64, _ stream: UInt32) -> [UInt64] {
      var generator = RandomSource(seed: seed, update: update).generator(stream: stream)
      return (0..<20).map { _ in generator.next() }
    }
    #expect(words(1, 2, 3) == words(1, 2, 3))
    let streams = [
      words(1, 2, 3), words(2, 2, 3), words(1, 3, 3), words(1, 2, 4), words(1 + 1 << 32, 2, 3),
      words(1, 2 + 1 << 32, 3),
    ]
    #expect(Set(streams.joined()).count == 120)
  }

  private func mask(
    _ count: Int, rate: Float = 0.5, seed: UInt64 = 1, update: UInt64 = 1, stream: UInt32 = 0
  ) -> [Float] {
    var mask = [Float](repeating: .nan, count: count)
    ck_dropout_mask(&mask, count, rate, seed, update, stream)
    return mask
  }

  /// Within five standard deviations.
  @Test(arguments: [0.001, 0.1, 0.3, 0.5, 0.9, 0.999] as [Float]) func dropoutRate(rate: Float) {
    let count = 100_003
    let mask = mask(count, rate: rate)
    let keep = 1 / (1 - rate)
    let dropped = mask.filter { $0 == 0 }.count
    #expect(dropped + mask.filter { $0 == keep }.count == count)
    let deviation = (Double(rate) * (1 - Double(rate)) / Double(count)).squareRoot()
    #expect(abs(Double(dropped) / Double(count) - Double(rate)) < 5 * deviation)
  }

  /// An element's fate depends on its place, not on how many there are.
  @Test func masksAreCounted() {
    let long = mask(103)
    for count in 0...103 { #expect(mask(count) == Array(long.prefix(count))) }
  }

  @Test func masksOfDifferentUsesAreIndependent() {
    let count = 4000
    let masks = [
      mask(count), mask(count, seed: 2), mask(count, seed: 1 + 1 << 32), mask(count, update: 2),
      mask(count, update: 1 + 1 << 32), mask(count, stream: 1), mask(count, stream: 1 << 16),
    ]
    for (index, one) in masks.enumerated() {
      for other in masks.dropFirst(index + 1) {
        let same = zip(one, other).filter { $0 == $1 }.count
        #expect(abs(Double(same) / Double(count) - 0.5) < 5 * 0.5 / Double(count).squareRoot())
      }
    }
  }

  /// Every mask of every shard and update is one of its own; each can be drawn again.
  @Test func masksOnATape() throws {
    let rig = try EngineRig()
    func masks(update: UInt64, shard: Int) throws -> [[Float]] {
      try rig.infer(dropout: RandomSource(seed: 9, update: update), shard: shard) { tape in
        try (0..<3).map { _ in
          try #require(tape.dropoutMask(rows: 8, columns: 16, rate: 0.5)).array
        }
      }
    }
    var all: [[Float]] = []
    for update in 1...3 as ClosedRange<UInt64> {
      for shard in [0, 1, 2, 62_499] { all += try masks(update: update, shard: shard) }
    }
    #expect(Set(all).count == 36)
    #expect(try masks(update: 2, shard: 1) == Array(all[15..<18]))
  }

  @Test func uniformNumbers() {
    var numbers = [Float](repeating: .nan, count: 20_001)
    ck_uniform(&numbers, numbers.count, 0.25, 3, 4)
    #expect(numbers.filter { $0 >= -0.25 && $0 < 0.25 }.count == numbers.count)
    let mean = numbers.reduce(0) { $0 + Double($1) } / Double(numbers.count)
    let square = numbers.reduce(0) { $0 + Double($1 * $1) } / Double(numbers.count)
    #expect(abs(mean) < 0.005)
    #expect(abs(square - 0.25 * 0.25 / 3) < 0.0006)
    for count in 0...9 {
      var some = [Float](repeating: .nan, count: count)
      ck_uniform(&some, count, 0.25, 3, 4)
      #expect(some == Array(numbers.prefix(count)))
    }
  }
}
