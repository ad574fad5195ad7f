import Testing

@testable import Seq2SeqDecoding

/// Scorers that are damaged or out of the ordinary: nothing traps, nothing loops.
@Suite struct BeamSearchHostileTests {
  @Test func noSentences() throws {
    #expect(
      try BeamSearchOracleTests.search(
        .constant([0, 0, 0, 1]), sentences: [], SearchOptions()
      ).isEmpty)
  }

  @Test(arguments: [20, 1_000_000_000, Int.max])
  func beamWiderThanAllHypotheses(beamSize: Int) throws {
    let table = ProbabilityTable.random(vocabularySize: 5, seed: 3)
    let naive = NaiveSearch(table: table, sentence: 0, limit: 3, alpha: 1)
    let found = try BeamSearchOracleTests.search(
      table, SearchOptions(beamSize: beamSize, nBest: 100, maximumLength: 3))
    #expect(found == [naive.exhaustive()])
    #expect(found[0].count == 15)
  }

  @Test func vocabularyOfTheEndAlone() throws {
    let found = try BeamSearchOracleTests.search(
      .constant([0, 0, 0, 1]), listsEnd: false, SearchOptions(nBest: 3))
    #expect(found == [[Hypothesis(tokens: [], logProbability: 0, score: 0)]])
  }

  @Test func impossibleTokensTakeNoPlace() throws {
    // Only 4 4 4 end is possible.
    let found = try BeamSearchOracleTests.search(
      BeamSearchBatchTests.countdown, sentences: [3], SearchOptions(beamSize: 4, nBest: 4))
    #expect(found[0].map(\.tokens) == [[4, 4, 4]])
  }

  @Test func nothingPossible() throws {
    let dead = ProbabilityTable.constant([0, 0, 0, 0, 0])
    let found = try BeamSearchOracleTests.search(dead, sentences: [0, 1], SearchOptions())
    let empty = Hypothesis(tokens: [], logProbability: -.infinity, score: -.infinity)
    #expect(found == [[empty], [empty]])
  }

  @Test func impossibleEndAtTheLimit() throws {
    let endless = ProbabilityTable.constant([0, 0, 0, 0, 1])
    let found = try BeamSearchOracleTests.search(
      endless, SearchOptions(lengthPenalty: .gnmt(alpha: 1e9), maximumLength: 4))
    #expect(found[0].map(\.tokens) == [[4, 4, 4, 4]])
    #expect(found[0][0].score == -.infinity)
  }

  @Test(arguments: [Float.nan, -Float.nan, .signalingNaN, .infinity], [3, 4])
  func notALogProbability(value: Float, token: Int) throws {
    let table = ProbabilityTable(vocabularySize: 6) { sentence, prefix in
      var row: [Float] = [-.infinity, -2, -.infinity, -5, -1, -1.5]
      if sentence == 7, prefix.count == 2 { row[token] = value }
      return row
    }
    #expect(throws: SearchError.notALogProbability(sentence: 1, position: 2)) {
      try BeamSearchOracleTests.search(table, sentences: [5, 7, 6], SearchOptions(beamSize: 4))
    }
    #expect(throws: Never.self) {
      try BeamSearchOracleTests.search(table, sentences: [5, 6], SearchOptions(beamSize: 4))
    }
  }

  @Test func notALogProbabilityAtTheLimit() throws {
    let table = ProbabilityTable(vocabularySize: 5) { _, prefix in
      [-.infinity, -.infinity, -.infinity, prefix.count == 2 ? .nan : -9, -0.1]
    }
    #expect(throws: SearchError.notALogProbability(sentence: 0, position: 2)) {
      try BeamSearchOracleTests.search(table, SearchOptions(beamSize: 1, maximumLength: 2))
    }
  }

  /// Returns whatever it was made with.
  struct FixedScorer: StepScorer {
    var vocabularySize = 10
    var answer: StepCandidates
    func step(parents: [Int32], tokens: [Int32], candidateCount: Int) -> StepCandidates { answer }
  }

  @Test(arguments: [
    StepCandidates(
      candidateCount: 2, tokens: [4], logProbabilities: [-1], endLogProbabilities: [-1]),
    StepCandidates(
      candidateCount: 1, tokens: [4], logProbabilities: [], endLogProbabilities: [-1]),
    StepCandidates(candidateCount: 0, tokens: [], logProbabilities: [], endLogProbabilities: []),
    StepCandidates(candidateCount: -1, tokens: [], logProbabilities: [], endLogProbabilities: [0]),
    StepCandidates(
      candidateCount: .max, tokens: [], logProbabilities: [], endLogProbabilities: [0]),
  ])
  func wrongShape(answer: StepCandidates) {
    var scorer = FixedScorer(answer: answer)
    #expect(throws: SearchError.wrongShape(rows: 1, candidateCount: 2)) {
      try BeamSearch(options: SearchOptions(beamSize: 2)).search(
        scorer: &scorer, sourceLengths: [1])
    }
  }

  /// Returns what it was made with, step by step.
  struct ScriptedScorer: StepScorer {
    var vocabularySize = 10
    var answers: [StepCandidates]
    mutating func step(parents: [Int32], tokens: [Int32], candidateCount: Int) -> StepCandidates {
      answers.removeFirst()
    }
  }

  /// With one place left, a sentence alone would be given one candidate: the second is there for
  /// its neighbour, and so are its faults.
  @Test func candidatesForTheNeighboursAreNotRead() throws {
    var scorer = ScriptedScorer(answers: [
      StepCandidates(
        candidateCount: 2, tokens: [3, 4, 4, 5], logProbabilities: [-0.5, -1, -0.5, -1],
        endLogProbabilities: [-0.5, -9]),
      StepCandidates(
        candidateCount: 2, tokens: [3, 4, 3, 4, 3, 4],
        logProbabilities: [-0.1, .nan, -0.1, -3, -0.1, -3],
        endLogProbabilities: [-0.1, -0.1, -0.1]),
    ])
    let found = try BeamSearch(options: SearchOptions(beamSize: 2, nBest: 2)).search(
      scorer: &scorer, sourceLengths: [1, 1])
    #expect(found.map { $0.map(\.tokens) } == [[[], [4]], [[4], [5]]])
  }

  @Test func errorsOfTheScorerPassThrough() {
    struct Failing: StepScorer {
      struct Failure: Error {}
      var vocabularySize = 0
      func step(parents: [Int32], tokens: [Int32], candidateCount: Int) throws -> StepCandidates {
        throw Failure()
      }
    }
    var scorer = Failing()
    #expect(throws: Failing.Failure.self) {
      try BeamSearch().search(scorer: &scorer, sourceLengths: [1])
    }
  }
}
