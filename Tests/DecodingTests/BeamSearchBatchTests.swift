import Testing

@testable import Seq2SeqDecoding

/// The answer for a sentence does not depend on its company.
@Suite struct BeamSearchBatchTests {
  @Test(arguments: [1, 4, 7])
  func batchEqualsEachAlone(beamSize: Int) throws {
    var random = SystemRandomNumberGenerator()
    let options = SearchOptions(
      beamSize: beamSize, nBest: 3, maximumLength: 14, maximumLengthRatio: 1)
    for seed in 0..<6 as Range<UInt64> {
      let table = ProbabilityTable.random(
        vocabularySize: 11, seed: seed, levels: seed.isMultiple(of: 2) ? 1 << 40 : 4)
      let sourceLength = { (sentence: Int) in sentence % 7 }
      let alone = try (0..<20).map { sentence in
        try BeamSearchOracleTests.search(
          table, sentences: [sentence], sourceLengths: [sourceLength(sentence)], options)[0]
      }
      for _ in 0..<5 {
        let company = Array((0..<20).shuffled(using: &random).prefix(.random(in: 1...20)))
        let found = try BeamSearchOracleTests.search(
          table, sentences: company, sourceLengths: company.map(sourceLength), options)
        #expect(found == company.map { alone[$0] })
        let bits = found.flatMap { $0.flatMap { [$0.logProbability.bitPattern] } }
        let expected = company.flatMap { alone[$0].map(\.logProbability.bitPattern) }
        #expect(bits == expected)
      }
    }
  }

  /// Sentence n is certain to be n tokens long.
  static let countdown = ProbabilityTable(vocabularySize: 5) { sentence, prefix in
    let ends: Float = prefix.count >= sentence ? 0 : -.infinity
    return [-.infinity, -.infinity, -.infinity, ends, ends == 0 ? -.infinity : 0]
  }

  @Test func eachSentenceStopsOnItsOwn() throws {
    var scorer = TableScorer(table: Self.countdown, sentences: [2, 0, 3])
    let found = try BeamSearch(options: SearchOptions(beamSize: 1)).search(
      scorer: &scorer, sourceLengths: [5, 5, 5])
    #expect(found.map { $0.map(\.tokens) } == [[[4, 4]], [[]], [[4, 4, 4]]])
    #expect(scorer.rowsOfSteps == [[1, 1, 1], [1, 0, 1], [1, 0, 1], [0, 0, 1]])
  }

  @Test func endedHypothesesKeepTheirPlaces() throws {
    // After every prefix the end comes first, so that one hypothesis ends at each step.
    let table = ProbabilityTable.constant([0, 0, 0, 0.6, 0.4])
    var scorer = TableScorer(table: table, sentences: [0])
    let options = SearchOptions(beamSize: 3, nBest: 9, lengthPenalty: .gnmt(alpha: 0))
    let widened = try BeamSearch(options: options).search(scorer: &scorer, sourceLengths: [30])
    #expect(widened[0].count == 9)
    #expect(scorer.rowsOfSteps.count == 9)

    let shrinking = ProbabilityTable.constant([0, 0.3, 0, 0.4, 0.3])
    var second = TableScorer(table: shrinking, sentences: [0])
    let narrow = SearchOptions(beamSize: 3, nBest: 3, lengthPenalty: .gnmt(alpha: 0))
    let found = try BeamSearch(options: narrow).search(scorer: &second, sourceLengths: [30])
    // One ends and two live; both of the two that live end before they go on.
    #expect(found[0].map(\.tokens) == [[], [1], [4]])
    #expect(second.rowsOfSteps == [[1], [2]])
    #expect(second.candidateCounts == [3, 2])
  }

  @Test func limitByRatioAndCap() throws {
    // The end never comes by itself.
    let endless = ProbabilityTable.constant([0, 0, 0, 1e-9, 1])
    let options = SearchOptions(beamSize: 1, maximumLength: 14, maximumLengthRatio: 0.5)
    let found = try BeamSearchOracleTests.search(
      endless, sentences: [0, 1, 2, 3], sourceLengths: [0, 3, 8, 1000], options)
    #expect(found.map { $0[0].tokens.count } == [10, 12, 14, 14])
    #expect(abs(found[0][0].logProbability - -20.723265) < 1e-4)
  }
}
