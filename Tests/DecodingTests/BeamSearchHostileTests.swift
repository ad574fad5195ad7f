import Seq2SeqText
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
    func step(_ request: StepRequest) -> StepCandidates { answer }
  }

  @Test(arguments: [
    StepCandidates(
      candidateCount: 2, tokens: [4], logProbabilities: [-1], askedLogProbabilities: [-1]),
    StepCandidates(
      candidateCount: 1, tokens: [4], logProbabilities: [], askedLogProbabilities: [-1]),
    StepCandidates(candidateCount: 0, tokens: [], logProbabilities: [], askedLogProbabilities: []),
    StepCandidates(
      candidateCount: -1, tokens: [], logProbabilities: [], askedLogProbabilities: [0]),
    StepCandidates(
      candidateCount: .max, tokens: [], logProbabilities: [], askedLogProbabilities: [0]),
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
    mutating func step(_ request: StepRequest) -> StepCandidates {
      answers.removeFirst()
    }
  }

  /// With one place left, a sentence alone would be given one candidate: the second is there for
  /// its neighbour, and so are its faults.
  @Test func candidatesForTheNeighboursAreNotRead() throws {
    var scorer = ScriptedScorer(answers: [
      StepCandidates(
        candidateCount: 2, tokens: [3, 4, 4, 5], logProbabilities: [-0.5, -1, -0.5, -1],
        askedLogProbabilities: [-0.5, -9]),
      StepCandidates(
        candidateCount: 2, tokens: [3, 4, 3, 4, 3, 4],
        logProbabilities: [-0.1, .nan, -0.1, -3, -0.1, -3],
        askedLogProbabilities: [-0.1, -0.1, -0.1]),
    ])
    let found = try BeamSearch(options: SearchOptions(beamSize: 2, nBest: 2)).search(
      scorer: &scorer, sourceLengths: [1, 1])
    #expect(found.map { $0.map(\.tokens) } == [[[], [4]], [[4], [5]]])
  }

  @Test(arguments: [
    StepCandidates(
      candidateCount: 0, tokens: [], logProbabilities: [], askedLogProbabilities: [-1]),
    StepCandidates(
      candidateCount: 0, tokens: [], logProbabilities: [], askedLogProbabilities: [-1],
      distribution: [Float](repeating: -1, count: 9)),
  ])
  func wrongDistribution(answer: StepCandidates) {
    var scorer = FixedScorer(answer: answer)
    var options = SearchOptions()
    options.strategy = .sampling
    #expect(throws: SearchError.wrongShape(rows: 1, candidateCount: 0)) {
      try BeamSearch(options: options).search(scorer: &scorer, sourceLengths: [1])
    }
  }

  @Test(
    arguments: [([], 0), ([1], 1), ([1, 1, 1], 2), ([1, 1], .max), ([1, 1], -1)] as [([Float], Int)]
  )
  func wrongAttention(weights: [Float], width: Int) {
    var scorer = FixedScorer(
      answer: StepCandidates(
        candidateCount: 0, tokens: [], logProbabilities: [], askedLogProbabilities: [-1],
        attention: weights, attentionWidth: width))
    var options = SearchOptions()
    options.coveragePenalty = 1
    #expect(throws: SearchError.noAttention) {
      try BeamSearch(options: options).search(scorer: &scorer, sourceLengths: [2])
    }
  }

  @Test func attentionThatChangesItsWidth() {
    func answer(_ width: Int) -> StepCandidates {
      StepCandidates(
        candidateCount: 1, tokens: [4], logProbabilities: [-1], askedLogProbabilities: [-2],
        attention: [Float](repeating: 1, count: width), attentionWidth: width)
    }
    var scorer = ScriptedScorer(answers: [answer(2), answer(3)])
    var options = SearchOptions(beamSize: 1)
    options.coveragePenalty = 1
    #expect(throws: SearchError.noAttention) {
      try BeamSearch(options: options).search(scorer: &scorer, sourceLengths: [2])
    }
  }

  @Test func attentionOfZeroAndHostileLengths() throws {
    var table = ProbabilityTable.random(vocabularySize: 6, seed: 1)
    table.attention = { _, _ in [0, 1, 0] }
    var options = SearchOptions(nBest: 3, maximumLength: 3)
    (options.coveragePenalty, options.replaceUnknown) = (1e308, true)
    for length in [3, 0, -5, Int.min] {
      var scorer = TableScorer(table: table, sentences: [0])
      let found = try BeamSearch(options: options).search(
        scorer: &scorer, sourceLengths: [length])
      #expect(found[0].count == 3)
      #expect(found[0].allSatisfy { !$0.score.isNaN && $0.logProbability > -20 })
    }
  }

  @Test(arguments: [Float.nan, .infinity], [0, 5])
  func notALogProbabilityToDraw(value: Float, topK: Int) {
    let table = ProbabilityTable(vocabularySize: 6) { _, prefix in
      [-.infinity, -2, -.infinity, -5, -1, prefix.count == 1 ? value : -1.5]
    }
    var options = SearchOptions(maximumLength: 4)
    (options.strategy, options.topK, options.minimumLength) = (.sampling, topK, 3)
    #expect(throws: SearchError.notALogProbability(sentence: 0, position: 1)) {
      try BeamSearchOracleTests.search(table, options)
    }
  }

  @Test(arguments: [[3], [2], [4, 3], [-1], [6], [.max], [.min]] as [[Int32]])
  func prefixesThatCannotBe(prefix: [Int32]) {
    let table = ProbabilityTable.random(vocabularySize: 6, seed: 1)
    #expect(throws: UserError.self) {
      try ConstraintTests.search(table, sentences: [0], prefixes: [prefix], SearchOptions())
    }
  }

  /// Where every token would repeat one, a hypothesis ends though it is too short.
  @Test(arguments: [false, true])
  func nothingThatMayFollow(samples: Bool) throws {
    let table = ProbabilityTable.random(vocabularySize: 6, seed: 1)
    var options = SearchOptions(nBest: 2, maximumLength: 50)
    (options.noRepeatNgram, options.minimumLength) = (1, 20)
    if samples { options.strategy = .sampling }
    for hypothesis in try BeamSearchOracleTests.search(table, options)[0] {
      // All there is, once.
      #expect(hypothesis.tokens.sorted() == [1, 4, 5])
    }
  }

  @Test func minimumBeyondWhatTheSourceAllows() throws {
    let table = ProbabilityTable.constant([0, 0.1, 0, 0.8, 0.1])
    var options = SearchOptions(maximumLength: 100, maximumLengthRatio: 0)
    options.minimumLength = 50
    let found = try BeamSearchOracleTests.search(table, options)
    #expect(found[0][0].tokens.count == 10)
  }

  @Test func groupsOfWhatIsImpossible() throws {
    let dead = ProbabilityTable.constant([0, 0, 0, 0, 0])
    var options = SearchOptions(beamSize: 6, nBest: 6)
    options.groups = 3
    let empty = Hypothesis(tokens: [], logProbability: -.infinity, score: -.infinity)
    #expect(try BeamSearchOracleTests.search(dead, options) == [[empty]])
    (options.strategy, options.groups) = (.sampling, 1)
    #expect(try BeamSearchOracleTests.search(dead, options)[0].first == empty)
  }

  @Test func hugeGroups() throws {
    let table = ProbabilityTable.random(vocabularySize: 5, seed: 3)
    var options = SearchOptions(beamSize: 1_000_000_000_000, nBest: .max, maximumLength: 2)
    (options.groups, options.diversity) = (1_000, 1e308)
    #expect(try BeamSearchOracleTests.search(table, options)[0].count == 7)
  }

  @Test func errorsOfTheScorerPassThrough() {
    struct Failing: StepScorer {
      struct Failure: Error {}
      var vocabularySize = 0
      func step(_ request: StepRequest) throws -> StepCandidates {
        throw Failure()
      }
    }
    var scorer = Failing()
    #expect(throws: Failing.Failure.self) {
      try BeamSearch().search(scorer: &scorer, sourceLengths: [1])
    }
  }
}
