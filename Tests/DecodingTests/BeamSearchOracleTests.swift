import Foundation
import Testing

@testable import Seq2SeqDecoding

/// The search against oracles written from the definitions.
@Suite struct BeamSearchOracleTests {
  static func search(
    _ table: ProbabilityTable, sentences: [Int] = [0], sourceLengths: [Int]? = nil,
    listsEnd: Bool = true, _ options: SearchOptions
  ) throws -> [[Hypothesis]] {
    var scorer = TableScorer(table: table, sentences: sentences, listsEnd: listsEnd)
    return try BeamSearch(options: options).search(
      scorer: &scorer, sourceLengths: sourceLengths ?? sentences.map { _ in 10 })
  }

  @Test(arguments: [4, 6, 9, 30], [UInt64(1 << 40), 3])
  func beamOneIsGreedy(vocabularySize: Int, levels: UInt64) throws {
    for seed in 0..<20 as Range<UInt64> {
      let table = ProbabilityTable.random(
        vocabularySize: vocabularySize, seed: seed, levels: levels)
      let found = try Self.search(
        table, sentences: Array(0..<8),
        SearchOptions(beamSize: 1, lengthPenalty: .gnmt(alpha: 0.7), maximumLength: 15))
      for sentence in 0..<8 {
        let naive = NaiveSearch(table: table, sentence: sentence, limit: 15, alpha: 0.7)
        #expect(found[sentence] == [naive.greedy()])
      }
    }
  }

  @Test(arguments: [(4, 6), (5, 5), (6, 4), (7, 3)], [0, 0.6, 1, 2.5])
  func wideBeamIsExhaustiveSearch(size: (vocabulary: Int, limit: Int), alpha: Double) throws {
    for seed in 0..<4 as Range<UInt64> {
      let table = ProbabilityTable.random(vocabularySize: size.vocabulary, seed: seed)
      let naive = NaiveSearch(table: table, sentence: 5, limit: size.limit, alpha: alpha)
      let all = naive.exhaustive()
      let options = SearchOptions(
        beamSize: all.count, nBest: all.count, lengthPenalty: .gnmt(alpha: alpha),
        maximumLength: size.limit)
      #expect(try Self.search(table, sentences: [5], options) == [all])
      #expect(try Self.search(table, sentences: [5], listsEnd: false, options) == [all])
    }
  }

  @Test(arguments: [1, 2, 3, 5, 12], [UInt64(1 << 40), 2, 4])
  func everyBeamIsTheNaiveBeam(beamSize: Int, levels: UInt64) throws {
    for seed in 0..<12 as Range<UInt64> {
      let table = ProbabilityTable.random(
        vocabularySize: 5 + Int(seed), seed: seed, levels: levels,
        impossible: seed.isMultiple(of: 3) ? 3 : nil)
      let options = SearchOptions(
        beamSize: beamSize, nBest: beamSize, lengthPenalty: .gnmt(alpha: 0.9), maximumLength: 12)
      let found = try Self.search(table, sentences: [0, 1, 2], options)
      for sentence in 0..<3 {
        let naive = NaiveSearch(table: table, sentence: sentence, limit: 12, alpha: 0.9)
        #expect(found[sentence] == naive.beam(places: beamSize))
      }
      #expect(try Self.search(table, sentences: [0, 1, 2], listsEnd: false, options) == found)
    }
  }

  /// The most probable first token leads to many improbable continuations; the second to one
  /// certain one.
  @Test func wideBeamFindsWhatGreedyMisses() throws {
    let table = ProbabilityTable(vocabularySize: 6) { _, prefix in
      let probabilities: [Float] =
        switch prefix {
        case []: [0, 0, 0, 0.05, 0.55, 0.4]
        case [4]: [0, 0.3, 0, 0.3, 0.2, 0.2]
        case [5]: [0, 0, 0, 1, 0, 0]
        default: [0, 0.25, 0, 0.25, 0.25, 0.25]
        }
      return probabilities.map { log($0) }
    }
    let greedy = try Self.search(table, SearchOptions(beamSize: 1, maximumLength: 3))
    let beam = try Self.search(table, SearchOptions(beamSize: 2, maximumLength: 3))
    #expect(greedy[0][0].tokens.first == 4)
    #expect(beam[0][0].tokens == [5])
    #expect(beam[0][0].score > greedy[0][0].score)
  }

  @Test(arguments: [2, 5, 9])
  func hypothesesAreDistinctAndSorted(beamSize: Int) throws {
    for seed in 0..<20 as Range<UInt64> {
      let table = ProbabilityTable.random(vocabularySize: 6, seed: seed, levels: 3)
      let options = SearchOptions(beamSize: beamSize, nBest: beamSize, maximumLength: 9)
      for hypotheses in try Self.search(table, sentences: [0, 1, 2, 3], options) {
        #expect(hypotheses.count == beamSize)
        #expect(Set(hypotheses.map(\.tokens)).count == hypotheses.count)
        #expect(zip(hypotheses, hypotheses.dropFirst()).allSatisfy { $0.precedes($1) })
        #expect(hypotheses.allSatisfy { !$0.tokens.contains(3) && !$0.tokens.contains(2) })
      }
    }
  }

  @Test func tiesHaveOneAnswer() throws {
    let uniform = ProbabilityTable.constant([0, 0.25, 0, 0.25, 0.25, 0.25])
    let found = try Self.search(
      uniform,
      SearchOptions(beamSize: 4, nBest: 4, lengthPenalty: .gnmt(alpha: 0), maximumLength: 2))
    // Step 1: 1, end, 4, 5; step 2, three places: [1 1], [1], [1 4]; two are ended at the limit.
    #expect(found[0].map(\.tokens) == [[], [1], [1, 1], [1, 4]])
  }

  @Test func nBestWidensTheBeamAndIsCut() throws {
    let table = ProbabilityTable.random(vocabularySize: 9, seed: 4)
    let five = try Self.search(table, SearchOptions(beamSize: 2, nBest: 5))
    let wide = try Self.search(table, SearchOptions(beamSize: 5, nBest: 5))
    let cut = try Self.search(table, SearchOptions(beamSize: 5, nBest: 2))
    #expect(five == wide)
    #expect(five[0].count == 5)
    #expect(cut[0] == Array(wide[0].prefix(2)))
  }

  @Test func equalScoresAreOrderedByLengthThenTokens() {
    let inOrder = [[9], [1, 1], [1, 2], [2, 1]].map {
      Hypothesis(tokens: $0, logProbability: -1, score: -1)
    }
    #expect(inOrder.reversed().sorted { $0.precedes($1) } == inOrder)
  }
}
