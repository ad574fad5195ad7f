import Testing

@testable import Seq2SeqDecoding

/// What an observer of a search hears.
@Suite struct SearchObservationTests {
  private static func observed(
    _ table: ProbabilityTable, sentences: [Int] = [0], _ options: SearchOptions
  ) throws -> (found: [[Hypothesis]], steps: [SearchStep]) {
    var scorer = TableScorer(table: table, sentences: sentences)
    var steps: [SearchStep] = []
    let found = try BeamSearch(options: options).search(
      scorer: &scorer, sourceLengths: sentences.map { _ in 10 }, observe: { steps.append($0) })
    return (found, steps)
  }

  @Test(arguments: [1, 3, 8, Int.max])
  func observingChangesNothing(beamSize: Int) throws {
    for seed in 0..<8 as Range<UInt64> {
      let table = ProbabilityTable.random(vocabularySize: 7, seed: seed, levels: 5, impossible: 5)
      let options = SearchOptions(beamSize: beamSize, nBest: 3, maximumLength: 4)
      let observed = try Self.observed(table, sentences: [0, 1, 2], options)
      let plain = try BeamSearchOracleTests.search(table, sentences: [0, 1, 2], options)
      #expect(observed.found == plain)
    }
  }

  /// Every hypothesis is a way through the tree that was told, from its end to the start.
  @Test(arguments: [1, 4])
  func treeHoldsTheHypotheses(beamSize: Int) throws {
    for seed in 0..<8 as Range<UInt64> {
      let table = ProbabilityTable.random(vocabularySize: 9, seed: seed)
      let (found, steps) = try Self.observed(
        table, sentences: [0, 1, 2],
        SearchOptions(
          beamSize: beamSize, nBest: beamSize, lengthPenalty: .gnmt(alpha: 0), maximumLength: 6))
      let all = steps.flatMap(\.choices)
      let nodes = Dictionary(all.map { ($0.node, $0) }, uniquingKeysWith: { first, _ in first })
      #expect(nodes.count == all.count)
      for sentence in found.indices {
        let ended = steps.filter { $0.sentence == sentence }.flatMap(\.choices)
          .filter { $0.outcome == .ended }
        let told = ended.map { choice in
          var tokens: [Int32] = []
          var total = choice.tokenLogProbability
          var parent = choice.parent.flatMap { nodes[$0] }
          while let node = parent {
            #expect(node.outcome == .kept)
            tokens.insert(node.token, at: 0)
            total += node.tokenLogProbability
            parent = node.parent.flatMap { nodes[$0] }
          }
          #expect(abs(total - choice.logProbability) < 1e-9)
          return Hypothesis(
            tokens: tokens, logProbability: choice.logProbability, score: choice.logProbability)
        }
        #expect(told.sorted { $0.precedes($1) } == found[sentence])
      }
    }
  }

  /// Kept, ended and pruned are the best of all continuations, in their order.
  @Test func choicesAreTheBestOnes() throws {
    let table = ProbabilityTable.random(vocabularySize: 40, seed: 2)
    let (_, steps) = try Self.observed(table, SearchOptions(beamSize: 3, maximumLength: 5))
    let scores = table.logProbabilities(0, [])
    let best = table.followers.sorted { scores[Int($0)] > scores[Int($1)] }
    #expect(steps[0].choices.map(\.token) == Array(best.prefix(3 + SearchStep.prunedCount)))
    #expect(steps[0].choices.allSatisfy { $0.parent == nil })
    for step in steps {
      let choices = step.choices
      #expect(
        zip(choices, choices.dropFirst()).allSatisfy { $0.logProbability >= $1.logProbability })
      let pruned = choices.firstIndex { $0.outcome == .pruned } ?? choices.count
      #expect(choices[pruned...].allSatisfy { $0.outcome == .pruned })
    }
    #expect(steps.map(\.step) == Array(steps.indices))
  }

  @Test func limitEndsAll() throws {
    let endless = ProbabilityTable.constant([0, 0, 0, 1e-9, 0.6, 0.4])
    let (_, steps) = try Self.observed(endless, SearchOptions(beamSize: 2, maximumLength: 1))
    #expect(steps.count == 2)
    #expect(steps[1].choices.map(\.outcome) == [.ended, .ended])
    #expect(steps[1].choices.map(\.parent) == Array(steps[0].choices.prefix(2).map(\.node)))
  }
}
