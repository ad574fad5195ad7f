import Foundation
import Testing

@testable import Seq2SeqText

/// BLEU and chrF against what sacreBLEU computed (`Scripts/make-metric-fixtures.py`).
@Suite struct SacreBLEUParityTests {
  struct Fixture: Decodable {
    let sacrebleu: String
    let corpora: [Corpus]
  }

  struct Corpus: Decodable, CustomTestStringConvertible {
    let name: String
    let hypotheses: [String]
    let references: [String]
    let bleu: [String: Double]
    let chrf: Double

    var testDescription: String { name }
  }

  static func corpora() throws -> [Corpus] {
    let folder = try #require(Bundle.module.resourceURL).appendingPathComponent("Fixtures")
    let data = try Data(contentsOf: folder.appendingPathComponent("metrics.json"))
    return try JSONDecoder().decode(Fixture.self, from: data).corpora
  }

  @Test func fixtureIsWhole() throws {
    let corpora = try Self.corpora()
    #expect(corpora.count > 70)
    #expect(corpora.contains { $0.hypotheses.contains("") })
    #expect(corpora.allSatisfy { $0.hypotheses.count == $0.references.count })
  }

  @Test(arguments: [
    (Metric.bleu, "13a"), (.bleu13a, "13a"), (.bleuNone, "none"), (.bleuCharacters, "char"),
  ])
  func bleuEqualsSacreBLEU(metric: Metric, tokenization: String) throws {
    for corpus in try Self.corpora() {
      let expected = try #require(corpus.bleu[tokenization])
      let value = try metric.evaluate(
        hypotheses: corpus.hypotheses, references: corpus.references, tokens: { _ in [] })
      #expect(
        abs(value.value - expected) < 1e-9, "\(corpus.name): \(value.value) against \(expected)")
    }
  }

  @Test func chrfEqualsSacreBLEU() throws {
    for corpus in try Self.corpora() {
      let value = try Metric.chrf.evaluate(
        hypotheses: corpus.hypotheses, references: corpus.references, tokens: { _ in [] })
      #expect(
        abs(value.value - corpus.chrf) < 1e-9,
        "\(corpus.name): \(value.value) against \(corpus.chrf)")
    }
  }

  @Test func identicalIsExactlyOneHundred() throws {
    for metric in [Metric.bleu, .bleuNone, .bleuCharacters, .chrf] {
      let lines = ["one two three four, five.", "a b c d e f g"]
      let value = try metric.evaluate(hypotheses: lines, references: lines, tokens: { _ in [] })
      #expect(value.value == 100)
    }
  }

  @Test func signatures() throws {
    func signature(_ metric: Metric) throws -> String? {
      try metric.evaluate(hypotheses: ["a"], references: ["a"], tokens: { _ in [] }).signature
    }
    let bleu = "nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:swift-seq2seq-0.1"
    #expect(try signature(.bleu) == bleu)
    #expect(try signature(.bleu13a) == bleu)
    #expect(try signature(.bleuNone) == bleu.replacingOccurrences(of: "13a", with: "none"))
    #expect(try signature(.bleuCharacters) == bleu.replacingOccurrences(of: "13a", with: "char"))
    #expect(
      try signature(.chrf)
        == "nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no|version:swift-seq2seq-0.1")
    #expect(try signature(.exactMatch) == nil)
    #expect(ToolkitVersion.string == "0.1.0")
  }

  @Test(arguments: [
    ("It cost 1,000.5 in 1990-95.", ["It", "cost", "1,000.5", "in", "1990", "-", "95", "."]),
    ("a..b", ["a", ".", ".", "b"]),
    ("rock-'n'-roll (live)", ["rock-'n'-roll", "(", "live", ")"]),
    ("&amp;lt;p&gt;", ["<", "p", ">"]),
    ("", []),
  ])
  func tokensOf13a(line: String, expected: [String]) {
    let tokens = BLEUTokenization.mteval13a.tokens(of: line).map { scalars in
      String(String.UnicodeScalarView(scalars.compactMap(Unicode.Scalar.init)))
    }
    #expect(tokens == expected)
  }
}
