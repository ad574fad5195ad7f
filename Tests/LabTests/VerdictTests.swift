import Foundation
import Seq2SeqPages
import Testing

@testable import Seq2SeqLab

/// Verdicts follow from numbers, and turn with them.
@Suite struct VerdictTests {
  private func classifiers() -> VariableLengthResults {
    func system(_ seen: Double) -> VariableLengthResults.System {
      .init(parameters: 10, exactMatch: [seen, seen], seen: seen, unseen: 0)
    }
    return VariableLengthResults(
      letterCount: 16, shortest: 2, longest: 3, lengths: [2, 3], trainingPairs: 10,
      testPairsPerLength: 2, batch: 64, embeddingSize: 8, classifierHiddenSize: 8, hiddenSize: 8,
      mean: system(12), window: system(40), encoderDecoder: system(99),
      orderlessBound: [50, 16], orderlessBoundSeen: 33, examples: [], anagrams: [], rule: .init())
  }

  private func verdicts(_ results: some LessonResults) -> [Verdict] {
    results.findings.map(\.verdict)
  }

  @Test func variableLength() {
    var results = classifiers()
    #expect(verdicts(results) == [.confirmed, .confirmed, .confirmed])
    results.encoderDecoder.seen = 89.9
    #expect(verdicts(results) == [.contradicted, .confirmed, .confirmed])
    results.mean.seen = 38.1
    #expect(verdicts(results) == [.contradicted, .contradicted, .confirmed])
    results.window.seen = 70
    #expect(verdicts(results) == [.contradicted, .contradicted, .contradicted])
  }

  /// The page shows what the numbers say, not what was hoped for.
  @Test func aContradictionIsShown() throws {
    var results = classifiers()
    results.window.seen = 99
    let bench = Workbench(
      seed: 1, updates: 1, fullUpdates: 1, threads: 1, folder: URL(fileURLWithPath: "/unused"),
      say: { _ in })
    let record = LessonRecord(.variableLength, bench, seconds: 1, results: results)
    for language in PageLanguage.allCases {
      let notes = PageReader(Laboratory.page(of: record, language)).notes
      #expect(notes.suffix(3) == ["note confirmed", "note confirmed", "note contradicted"])
    }
  }

  @Test func comparisonsTakeChanceIntoAccount() {
    func comparison(wins: Int, losses: Int) -> SearchResults.Comparison {
      let both = 5
      return SearchResults.Comparison(
        Array(repeating: true, count: wins) + Array(repeating: false, count: losses)
          + Array(repeating: true, count: both),
        Array(repeating: false, count: wins) + Array(repeating: true, count: losses)
          + Array(repeating: true, count: both))
    }
    #expect(!comparison(wins: 0, losses: 0).isWon)
    #expect(!comparison(wins: 4, losses: 0).isWon)
    #expect(comparison(wins: 5, losses: 0).isWon)
    #expect(comparison(wins: 0, losses: 5).isLost)
    #expect(!comparison(wins: 30, losses: 20).isWon)
    #expect(comparison(wins: 40, losses: 20).isWon)
    #expect(comparison(wins: 40, losses: 20).wins == 40)
  }
}
