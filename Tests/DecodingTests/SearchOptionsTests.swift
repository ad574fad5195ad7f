import Seq2SeqText
import Testing

@testable import Seq2SeqDecoding

@Suite struct SearchOptionsTests {
  @Test func lengthLimit() {
    let options = SearchOptions(maximumLength: 100, maximumLengthRatio: 3)
    #expect(options.lengthLimit(sourceLength: 0) == 10)
    #expect(options.lengthLimit(sourceLength: 7) == 31)
    #expect(options.lengthLimit(sourceLength: 30) == 100)
    #expect(options.lengthLimit(sourceLength: .max) == 100)
    #expect(options.lengthLimit(sourceLength: .min) == 1)
    let open = SearchOptions(maximumLength: .max, maximumLengthRatio: 1.1)
    #expect(open.lengthLimit(sourceLength: 9) == 20)
    #expect(open.lengthLimit(sourceLength: .max) == .max)
    #expect(SearchOptions(maximumLengthRatio: .nan).lengthLimit(sourceLength: 3) == 100)
    #expect(SearchOptions(maximumLength: 0).lengthLimit(sourceLength: 3) == 1)
  }

  @Test func gnmtPenalty() {
    // ((5 + 7) / 6)^alpha = 2^alpha.
    #expect(LengthPenalty.gnmt(alpha: 1).score(logProbability: -3, length: 7) == -1.5)
    #expect(LengthPenalty.gnmt(alpha: 2).score(logProbability: -3, length: 7) == -0.75)
    #expect(LengthPenalty.gnmt(alpha: 0).score(logProbability: -3.7, length: 90) == -3.7)
    #expect(LengthPenalty.gnmt(alpha: 0.6).score(logProbability: -3.7, length: 1) == -3.7)
  }

  @Test func averageAndNoPenalty() {
    #expect(LengthPenalty.average.score(logProbability: -3, length: 4) == -0.75)
    #expect(LengthPenalty.none.score(logProbability: -3, length: 4) == -3)
    for penalty in [LengthPenalty.average, .none, .gnmt(alpha: 1e300)] {
      #expect(penalty.score(logProbability: -.infinity, length: 4) == -.infinity)
    }
  }

  @Test func placesAreSharedByTheGroups() {
    var options = SearchOptions(beamSize: 4, nBest: 5)
    options.groups = 4
    #expect(options.placesPerBeam == 2 && options.beamCount == 4)
    options.groups = 1
    #expect(options.placesPerBeam == 5)
    (options.strategy, options.nBest) = (.sampling, 3)
    #expect(options.placesPerBeam == 1 && options.beamCount == 3)
  }

  private static func changed<Value>(
    _ key: WritableKeyPath<SearchOptions, Value>, _ value: Value
  ) -> SearchOptions {
    var options = SearchOptions()
    options[keyPath: key] = value
    return options
  }

  private static let samples = {
    var options = SearchOptions(nBest: 1_001)
    options.strategy = .sampling
    return options
  }()

  private static let sampledGroups = {
    var options = changed(\.groups, 5)
    options.strategy = .sampling
    return options
  }()

  @Test(
    arguments: [
      changed(\.minimumLength, -1), changed(\.minimumLength, 101), changed(\.minimumLength, .min),
      changed(\.noRepeatNgram, -1), changed(\.groups, 0), changed(\.groups, .min),
      changed(\.groups, 2), changed(\.topK, -1), changed(\.topP, 0), changed(\.topP, 1.1),
      changed(\.topP, .nan), changed(\.temperature, 0), changed(\.temperature, -1),
      changed(\.temperature, .nan), changed(\.temperature, .infinity),
      changed(\.coveragePenalty, -1), changed(\.coveragePenalty, .nan),
      changed(\.coveragePenalty, .infinity), changed(\.diversity, -0.1),
      changed(\.diversity, .nan), samples, sampledGroups,
    ])
  func outOfRangeToo(options: SearchOptions) { outOfRange(options: options) }

  @Test(arguments: [
    SearchOptions(beamSize: 0), SearchOptions(beamSize: .min), SearchOptions(nBest: 0),
    SearchOptions(maximumLength: 0), SearchOptions(maximumLengthRatio: -1),
    SearchOptions(maximumLengthRatio: .nan), SearchOptions(maximumLengthRatio: .infinity),
    SearchOptions(lengthPenalty: .gnmt(alpha: -0.1)),
    SearchOptions(lengthPenalty: .gnmt(alpha: .nan)),
    SearchOptions(lengthPenalty: .gnmt(alpha: .infinity)),
  ])
  func outOfRange(options: SearchOptions) {
    let error = #expect(throws: UserError.self) { try options.validate() }
    #expect(error?.kind == .usage)
    var scorer = TableScorer(table: .constant([0, 0, 0, 1]), sentences: [0])
    #expect(throws: UserError.self) {
      try BeamSearch(options: options).search(scorer: &scorer, sourceLengths: [1])
    }
  }
}
