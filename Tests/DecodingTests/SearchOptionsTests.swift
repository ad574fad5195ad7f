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
