import Seq2Seq
import Testing

@testable import Seq2SeqTraining

struct TranslationBenchmarkTests {
  /// The nearest rank: of 5 values the 3rd has half of them at or below it, of 20 the 19th has 95 in 100.
  @Test func ranksAreThoseOfTheDefinition() {
    let five = [1.0, 2, 4, 8, 16]
    #expect(TranslationBenchmark.rank(0.5, of: five) == 4)
    #expect(TranslationBenchmark.rank(0.95, of: five) == 16)
    #expect(TranslationBenchmark.rank(0.5, of: [3, 5]) == 3)
    #expect(TranslationBenchmark.rank(0.95, of: (1...20).map(Double.init)) == 19)
    #expect(TranslationBenchmark.rank(0.95, of: [7]) == 7)
  }

  @Test func noLinesAreRefused() {
    #expect(throws: UserError.self) { try TranslationBenchmark(path: "", lines: []).run() }
  }
}
