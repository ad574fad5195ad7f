import Foundation
import Testing

@testable import Seq2SeqText

/// ROUGE, BLEU of programs and distinct n-grams against what rouge-score and definitions written out in Python
/// computed (`Scripts/make-metric-fixtures.py`).
@Suite struct TextMetricParityTests {
  struct Fixture: Decodable {
    let corpora: [Corpus]
  }

  struct Corpus: Decodable {
    let name: String
    let hypotheses: [String]
    let references: [String]
    let rouge: [String: Double]?
    let conala: Double
    let distinct: [Double]

    func value(_ metric: Metric) throws -> Double {
      try metric.evaluate(
        hypotheses: hypotheses, references: references, tokens: { _ in ["not asked"] }
      ).value
    }
  }

  static func corpora() throws -> [Corpus] {
    let folder = try #require(Bundle.module.resourceURL).appendingPathComponent("Fixtures")
    let data = try Data(contentsOf: folder.appendingPathComponent("metrics.json"))
    return try JSONDecoder().decode(Fixture.self, from: data).corpora
  }

  @Test(arguments: [(Metric.rouge1, "rouge1"), (.rouge2, "rouge2"), (.rougeL, "rougeL")])
  func rougeEqualsRougeScore(metric: Metric, name: String) throws {
    let corpora = try Self.corpora()
    #expect(corpora.count { $0.rouge != nil } > 60)
    for corpus in corpora {
      guard let rouge = corpus.rouge else { continue }
      let (value, expected) = (try corpus.value(metric), try #require(rouge[name]))
      #expect(abs(value - expected) < 1e-9, "\(corpus.name): \(value) against \(expected)")
    }
  }

  @Test func codeIsMeasuredAsInCoNaLa() throws {
    let corpora = try Self.corpora()
    #expect(corpora.count { $0.conala > 0 && $0.conala < 100 } > 30)
    for corpus in corpora {
      let value = try corpus.value(.conalaBLEU)
      #expect(abs(value - corpus.conala) < 1e-9, "\(corpus.name): \(value)")
    }
  }

  @Test func distinctNgramsOfHypotheses() throws {
    for corpus in try Self.corpora() {
      for (metric, expected) in zip([Metric.distinct1, .distinct2], corpus.distinct) {
        let value = try corpus.value(metric)
        #expect(abs(value - expected) < 1e-9, "\(corpus.name): \(value) against \(expected)")
      }
    }
  }

  @Test func distinctByHand() throws {
    func value(_ metric: Metric, _ lines: [String]) throws -> Double {
      try metric.evaluate(
        hypotheses: lines, references: lines.map { _ in "" }, tokens: { _ in [] }
      ).value
    }
    // a, b, c of six words; a b, b a, a c of four pairs, for none goes over the end of a line.
    #expect(try value(.distinct1, ["a b a", "a b", "c"]) == 50)
    #expect(try abs(value(.distinct2, ["a b a", "a b", "a c"]) - 75) < 1e-12)
    #expect(try value(.distinct1, ["\u{1112}\u{1161}\u{11AB} 한"]) == 50)
    #expect(try value(.distinct2, ["a", ""]) == 0)
  }

  @Test(arguments: [
    ("getHTTPCode2X('a_b')", ["get", "HTTPCode2X", "(", "`", "a_b", "`", ")"]),
    ("x=\"é\"", ["x", "=", "`", "é", "`"]),
    ("aB cD ABc", ["a", "B", "c", "D", "ABc"]),
    ("한글", ["한", "글"]),
    (" \t\u{3000}", []),
  ])
  func tokensOfPrograms(line: String, expected: [String]) {
    let tokens = BLEUTokenization.conala.tokens(of: line).map { scalars in
      String(String.UnicodeScalarView(scalars.compactMap(Unicode.Scalar.init)))
    }
    #expect(tokens == expected)
  }

  /// A corpus of chosen lines has the score of a corpus that is made of them.
  @Test(arguments: Metric.allCases.filter { !$0.needsModel })
  func anyLinesAreScoredAsACorpusOfTheirOwn(metric: Metric) throws {
    let corpus = try #require(try Self.corpora().first { $0.name == "english" })
    let words: (String) -> [String] = { $0.split(separator: " ").map(String.init) }
    let statistics = try metric.statistics(
      hypotheses: corpus.hypotheses, references: corpus.references, tokens: words)
    for lines in [[0], [1, 1], [3, 0, 2, 0], [0, 1, 2, 3]] {
      let expected = try metric.evaluate(
        hypotheses: lines.map { corpus.hypotheses[$0] },
        references: lines.map { corpus.references[$0] }, tokens: words)
      #expect(abs(statistics.score(of: lines) - expected.value) < 1e-12)
    }
  }
}
