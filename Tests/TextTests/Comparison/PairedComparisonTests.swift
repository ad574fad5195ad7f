import Foundation
import Testing

@testable import Seq2SeqText

/// Paired tests against what sacreBLEU computed (`Scripts/make-comparison-fixtures.py`).
@Suite struct PairedComparisonTests {
  struct Fixture: Decodable {
    let samples: Int
    let trials: Int
    let generators: [Generator]
    let comparisons: [Comparison]
  }

  struct Generator: Decodable {
    let seed: UInt64
    let bound: Int
    let numbers: [Int]
    let bits: String
  }

  struct Comparison: Decodable {
    let name: String
    let references: [String]
    let first: [String]
    let second: [String]
    let bleu: Tests
    let chrf: Tests
  }

  struct Tests: Decodable {
    let bs: [Score]
    let ar: [Score]
  }

  struct Score: Decodable {
    let score: Double
    let mean: Double?
    let halfWidth: Double?
    let p: Double?
  }

  private static func fixture() throws -> Fixture {
    let folder = try #require(Bundle.module.resourceURL).appendingPathComponent("Fixtures")
    let data = try Data(contentsOf: folder.appendingPathComponent("comparisons.json"))
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Fixture.self, from: data)
  }

  private static let words: @Sendable (String) -> [String] = {
    $0.split(separator: " ").map(String.init)
  }

  @Test func numbersAreNumPys() throws {
    let generators = try Self.fixture().generators
    #expect(generators.count == 6)
    for expected in generators {
      var generator = NumPyGenerator(seed: expected.seed)
      let numbers = expected.numbers.map { _ in generator.next(below: expected.bound) }
      #expect(numbers == expected.numbers, "seed \(expected.seed)")
      generator = NumPyGenerator(seed: expected.seed)
      let bits = expected.bits.map { _ in generator.nextBool() ? "1" : "0" }.joined()
      #expect(bits == expected.bits, "seed \(expected.seed)")
    }
  }

  /// sacreBLEU sums and divides in single precision, hence the tolerance of means and intervals.
  @Test(arguments: [0, 1, 2, 3], [Metric.bleu, .chrf])
  func figuresAreSacreBLEUs(number: Int, metric: Metric) throws {
    let fixture = try Self.fixture()
    let comparison = fixture.comparisons[number]
    let expected = metric == .bleu ? comparison.bleu : comparison.chrf
    let result = try PairedComparison(samples: fixture.samples, trials: fixture.trials).compare(
      metric, comparison.first, comparison.second, references: comparison.references,
      tokens: Self.words)
    for (score, expected) in zip([result.first, result.second], expected.bs) {
      #expect(abs(score.score - expected.score) < 1e-9)
      let interval = try #require(score.interval)
      #expect(try abs(interval.mean - #require(expected.mean)) < 1e-4)
      #expect(try abs(interval.halfWidth - #require(expected.halfWidth)) < 1e-4)
    }
    #expect(try abs(#require(result.bootstrapP) - #require(expected.bs[1].p)) < 1e-12)
    #expect(try abs(result.randomizationP - #require(expected.ar[1].p)) < 1e-12)
  }

  private func compare(
    _ metric: Metric, _ first: [String], _ second: [String], _ references: [String],
    seed: UInt64 = 7
  ) throws -> SystemComparison {
    try PairedComparison(samples: 200, trials: 500, seed: seed).compare(
      metric, first, second, references: references, tokens: Self.words)
  }

  @Test(arguments: Metric.allCases.filter { !$0.needsModel })
  func everyMetricOfTextIsCompared(metric: Metric) throws {
    let references = (0..<60).map { "a b c \($0) d e" }
    // Every line of the first is right; the second says the same words on every line.
    let result = try compare(metric, references, references.map { _ in "a b x y y y" }, references)
    let same = try compare(metric, references, references, references)
    #expect(result.randomizationP < 0.01 && same.randomizationP == 1, "\(result)")
    // A corpus drawn with repetition is not as varied as the lines it is drawn from.
    let isResampled = metric != .distinct1 && metric != .distinct2
    #expect((result.bootstrapP != nil) == isResampled)
    #expect((result.first.interval != nil) == isResampled)
    if let probability = result.bootstrapP { #expect(probability < 0.01 && same.bootstrapP == 1) }
    if let interval = result.first.interval { #expect(interval.low <= interval.high) }
    #expect(same.first == same.second)
  }

  /// Five lines of each of which one system alone is right, four times the first: whichever way they are
  /// exchanged, one has k of them, and the difference is larger than 4 - 1 only where k is 0 or 5: twice in 32.
  @Test func randomizationApproachesTheExactProbability() throws {
    let references = ["a", "b", "c", "d", "e"]
    let result = try PairedComparison(samples: 100, trials: 20_000, seed: 3).compare(
      .exactMatch, ["a", "b", "c", "x", "e"], ["x", "x", "x", "d", "x"], references: references,
      tokens: Self.words)
    #expect(abs(result.randomizationP - 2.0 / 32) < 0.006, "\(result.randomizationP)")
    #expect(result.first.score == 80 && result.second.score == 20)
  }

  /// The interval of a mean of n independent lines has the width that probability theory gives it.
  @Test func theIntervalHasTheWidthOfABinomial() throws {
    let references = (0..<400).map { "\($0)" }
    let hypotheses = references.enumerated().map { $0.offset % 4 == 0 ? "x" : $0.element }
    let result = try PairedComparison(samples: 2_000, trials: 1).compare(
      .exactMatch, hypotheses, references, references: references, tokens: Self.words)
    let expected = 1.96 * 100 * (0.75 * 0.25 / 400).squareRoot()
    let interval = try #require(result.first.interval)
    #expect(abs(interval.mean - 75) < 0.3)
    #expect(abs(interval.halfWidth - expected) < 0.3, "\(interval.halfWidth)")
    #expect(result.second.interval?.halfWidth == 0)
  }

  @Test func theSeedDecides() throws {
    let references = (0..<30).map { "a \($0)" }
    let other = references.enumerated().map { $0.offset % 3 == 0 ? "b" : $0.element }
    let third = references.enumerated().map { $0.offset % 4 == 0 ? "b" : $0.element }
    #expect(
      try compare(.chrf, other, third, references) == compare(.chrf, other, third, references))
    #expect(
      try compare(.chrf, other, third, references)
        != compare(.chrf, other, third, references, seed: 8))
  }

  @Test func whatCannotBeComparedIsAnError() throws {
    #expect(textTestUserError { _ = try self.compare(.bleu, ["a"], ["a", "b"], ["a"]) } != nil)
    #expect(textTestUserError { _ = try self.compare(.bleu, [], [], []) }?.kind == .badData)
    #expect(textTestUserError { _ = try self.compare(.loss, ["a"], ["a"], ["a"]) }?.kind == .usage)
  }
}
