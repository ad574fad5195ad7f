import Foundation
import Testing

@testable import Seq2SeqDecoding

/// Draws against the distribution that they are from.
@Suite struct SamplingTests {
  static func options(_ change: (inout SearchOptions) -> Void = { _ in }) -> SearchOptions {
    var options = SearchOptions(maximumLength: 1)
    options.strategy = .sampling
    options.seed = 7
    change(&options)
    return options
  }

  /// The end has 0.1, tokens 1 and 4 to 8 the rest.
  static let probabilities = [0, 0.05, 0, 0.1, 0.3, 0.2, 0.2, 0.14, 0.01]

  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var change: @Sendable (inout SearchOptions) -> Void
    /// What remains of the probabilities, not normalised.
    var expected: [Double]
  }

  static let cases = [
    Case(testDescription: "all", change: { _ in }, expected: probabilities),
    Case(testDescription: "top 1", change: { $0.topK = 1 }, expected: [0, 0, 0, 0, 1, 0, 0, 0, 0]),
    Case(
      testDescription: "top 3", change: { $0.topK = 3 },
      expected: [0, 0, 0, 0, 0.3, 0.2, 0.2, 0, 0]),
    Case(
      testDescription: "top 5 with the end", change: { $0.topK = 5 },
      expected: [0, 0, 0, 0.1, 0.3, 0.2, 0.2, 0.14, 0]),
    Case(
      testDescription: "top of more than there are", change: { $0.topK = 99 },
      expected: probabilities),
    Case(
      testDescription: "0.6 of the probability", change: { $0.topP = 0.6 },
      expected: [0, 0, 0, 0, 0.3, 0.2, 0.2, 0, 0]),
    Case(
      testDescription: "0.98 of the probability", change: { $0.topP = 0.98 },
      expected: [0, 0.05, 0, 0.1, 0.3, 0.2, 0.2, 0.14, 0]),
    Case(
      testDescription: "hardly any of it", change: { $0.topP = 1e-300 },
      expected: [0, 0, 0, 0, 1, 0, 0, 0, 0]),
    Case(
      testDescription: "0.6 of the top 4",
      change: {
        $0.topK = 4
        $0.topP = 0.7
      }, expected: [0, 0, 0, 0, 0.3, 0.2, 0.2, 0, 0]),
    Case(
      testDescription: "hot", change: { $0.temperature = 2 },
      expected: probabilities.map { $0.squareRoot() }),
    Case(
      testDescription: "cold", change: { $0.temperature = 0.5 },
      expected: probabilities.map { $0 * $0 }),
    Case(
      testDescription: "not ended yet", change: { $0.minimumLength = 1 },
      expected: [0, 0.05, 0, 0, 0.3, 0.2, 0.2, 0.14, 0.01]),
    Case(
      testDescription: "not ended yet, top 5",
      change: {
        $0.minimumLength = 1
        $0.topK = 5
      }, expected: [0, 0.05, 0, 0, 0.3, 0.2, 0.2, 0.14, 0]),
  ]

  /// Pearson's statistic, and the value that it exceeds once in ten thousand times, by Wilson and Hilferty.
  static func isPlausible(_ counts: [Int], _ expected: [Double]) -> Bool {
    let total = Double(counts.reduce(0, +))
    let sum = expected.reduce(0, +)
    var statistic = 0.0
    var cells = 0.0
    for (count, share) in zip(counts, expected) {
      if share == 0 {
        if count > 0 { return false }
        continue
      }
      let mean = total * share / sum
      statistic += (Double(count) - mean) * (Double(count) - mean) / mean
      cells += 1
    }
    if cells < 2 { return true }
    let freedom = cells - 1
    let root = 1 - 2 / (9 * freedom) + 3.719 * (2 / (9 * freedom)).squareRoot()
    return statistic < freedom * root * root * root
  }

  private static func firstTokens(_ found: [[Hypothesis]], vocabularySize: Int) -> [Int] {
    var counts = [Int](repeating: 0, count: vocabularySize)
    for hypothesis in found.joined() { counts[Int(hypothesis.tokens.first ?? 3)] += 1 }
    return counts
  }

  @Test(arguments: cases)
  func frequenciesAreTheDistribution(_ one: Case) throws {
    let table = ProbabilityTable.constant(Self.probabilities)
    let sentences = Array(0..<3_000)
    let none = sentences.map { _ in [Int32]() }
    for nBest in [1, 3] {
      let options = Self.options {
        one.change(&$0)
        $0.nBest = nBest
      }
      let found = try ConstraintTests.search(
        table, sentences: sentences, prefixes: none, options)
      #expect(found.allSatisfy { $0.count == nBest })
      let counts = Self.firstTokens(found, vocabularySize: 9)
      #expect(Self.isPlausible(counts, one.expected), "\(counts)")
      // The test can fail.
      #expect(!Self.isPlausible(counts, Array(one.expected.dropFirst()) + [0]))
    }
  }

  /// Positions and samples draw independently.
  @Test func pairsAreTheProductOfTheirTokens() throws {
    let table = ProbabilityTable.constant([0, 0.2, 0, 0, 0.5, 0.3])
    let options = Self.options {
      $0.maximumLength = 2
      $0.nBest = 2
    }
    let sentences = Array(0..<4_000)
    let found = try ConstraintTests.search(
      table, sentences: sentences, prefixes: sentences.map { _ in [] }, options)
    var positions = [Int](repeating: 0, count: 36)
    for tokens in found.joined().map(\.tokens) { positions[Int(tokens[0] * 6 + tokens[1])] += 1 }
    var samples = [Int](repeating: 0, count: 36)
    for pair in found {
      // Sorted by score: which of the two came first is lost, so each pair counts both ways.
      let (first, second) = (pair[0].tokens[0], pair[1].tokens[0])
      samples[Int(min(first, second) * 6 + max(first, second))] += 1
    }
    let shares = [0, 0.2, 0, 0, 0.5, 0.3]
    let product = shares.flatMap { first in shares.map { first * $0 } }
    #expect(Self.isPlausible(positions, product))
    let unordered = (0..<36).map { cell -> Double in
      let (low, high) = (cell / 6, cell % 6)
      return low > high ? 0 : (low == high ? 1 : 2) * shares[low] * shares[high]
    }
    #expect(Self.isPlausible(samples, unordered))
  }

  @Test func logProbabilitiesAreTheModels() throws {
    let table = ProbabilityTable.random(vocabularySize: 12, seed: 3)
    let options = Self.options {
      $0.maximumLength = 9
      $0.topK = 4
      $0.topP = 0.8
      $0.temperature = 1.3
      $0.nBest = 4
    }
    let found = try ConstraintTests.search(
      table, sentences: [0, 1], prefixes: [[], [5]], options)
    for (sentence, hypotheses) in found.enumerated() {
      for hypothesis in hypotheses {
        var naive = NaiveSearch(
          table: table.tempered(1.3), sentence: sentence, limit: hypothesis.tokens.count)
        naive.forced = hypothesis.tokens
        #expect(naive.exhaustive() == [hypothesis])
      }
    }
  }

  @Test func theSeedAndTheLineDecide() throws {
    let table = ProbabilityTable.constant([0, 0.2, 0, 0.02, 0.4, 0.38])
    func draw(seed: UInt64, number: Int) throws -> [Int32] {
      var scorer = TableScorer(table: table, sentences: [0])
      let options = Self.options {
        $0.maximumLength = 30
        $0.seed = seed
      }
      return try BeamSearch(options: options).search(
        scorer: &scorer, sentences: [SearchSentence(sourceLength: 20, number: number)])[0][0].tokens
    }
    #expect(try draw(seed: 1, number: 5) == draw(seed: 1, number: 5))
    let seeds = try (0..<20 as Range<UInt64>).map { try draw(seed: $0, number: 5) }
    let numbers = try (0..<20).map { try draw(seed: 1, number: $0) }
    #expect(Set(seeds).count > 15 && Set(numbers).count > 15)
    #expect(try draw(seed: .max, number: .max) != draw(seed: .max, number: .min))
  }

  /// The first samples are the same, however many are drawn.
  @Test func moreSamplesKeepTheFirst() throws {
    let table = ProbabilityTable.random(vocabularySize: 9, seed: 3)
    let few = try ConstraintTests.search(
      table, sentences: [4], prefixes: [[]], Self.options { ($0.nBest, $0.maximumLength) = (2, 6) })
    let many = try ConstraintTests.search(
      table, sentences: [4], prefixes: [[]], Self.options { ($0.nBest, $0.maximumLength) = (9, 6) })
    #expect(few[0].allSatisfy(many[0].contains))
  }
}
