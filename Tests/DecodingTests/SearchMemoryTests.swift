import Seq2SeqModels
import Testing

@testable import Seq2SeqDecoding

/// What a search costs in memory, counted and never timed.
@Suite struct SearchMemoryTests {
  /// So many that the logits of a group do not fit what an arena takes at first.
  private static let letters = (0..<8_000).compactMap {
    Unicode.Scalar(0x4E00 + $0).map(String.init)
  }
  private static let lines = (0..<40).map { String("abcdefgabcde".prefix(1 + $0 % 12)) }

  /// Once it has searched, a translator takes nothing more from the system for like sentences.
  @Test(arguments: [0, 1])
  func memoryIsKeptForTheNextSearch(others: Int) throws {
    let models = try (0...others).map {
      try RandomModel.make(seed: UInt64(1 + $0), target: Self.letters) {
        $0.decoding.maximumLength = 3
      }
    }
    let translator = try Translator(model: models[0], others: Array(models.dropFirst()), threads: 1)
    let first = try translator.translate(Self.lines)
    let taken = translator.arenas.allocations
    #expect(taken >= 4 * models.count)
    // Other sentences between, so that what is found in the memory is not what was there before.
    _ = try translator.translate(Self.lines.map { String($0.reversed()) })
    #expect(try translator.translate(Self.lines) == first)
    #expect(translator.arenas.allocations == taken)
    translator.arenas.release()
    #expect(translator.arenas.allocations == 0)
  }
}
