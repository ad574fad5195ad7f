import Foundation
import Seq2SeqText
import Testing

@testable import Seq2SeqDecoding

/// Penalties and constraints against oracles written from the definitions.
@Suite struct ConstraintTests {
  /// What one sentence is searched with.
  struct Setting: Sendable, CustomTestStringConvertible {
    var name: String
    var change: @Sendable (inout SearchOptions) -> Void
    var forced: [Int32] = []
    var testDescription: String { name }

    var options: SearchOptions {
      var options = SearchOptions(maximumLength: 5)
      change(&options)
      return options
    }

    func naive(_ table: ProbabilityTable, sentence: Int) -> NaiveSearch {
      let options = options
      var naive = NaiveSearch(
        table: table.tempered(options.temperature), sentence: sentence,
        limit: max(options.maximumLength, forced.count))
      naive.lengthPenalty = options.lengthPenalty
      naive.coveragePenalty = options.coveragePenalty
      naive.minimumLength = options.minimumLength
      naive.noRepeatNgram = options.noRepeatNgram
      naive.forced = forced
      return naive
    }
  }

  static let settings = [
    Setting(name: "average", change: { $0.lengthPenalty = .average }),
    Setting(name: "no penalty", change: { $0.lengthPenalty = .none }),
    Setting(name: "coverage", change: { $0.coveragePenalty = 0.4 }),
    Setting(name: "strong coverage", change: { $0.coveragePenalty = 50 }),
    Setting(name: "minimum length", change: { $0.minimumLength = 3 }),
    Setting(name: "as long as can be", change: { $0.minimumLength = 5 }),
    Setting(name: "no token twice", change: { $0.noRepeatNgram = 1 }),
    Setting(name: "no pair twice", change: { $0.noRepeatNgram = 2 }),
    Setting(name: "no triple twice", change: { $0.noRepeatNgram = 3 }),
    Setting(name: "prefix", change: { _ in }, forced: [4, 1]),
    Setting(name: "prefix to the limit", change: { _ in }, forced: [1, 1, 4, 4, 1]),
    Setting(name: "prefix beyond the limit", change: { _ in }, forced: [1, 1, 4, 4, 1, 4, 1]),
    Setting(name: "hot", change: { $0.temperature = 3 }),
    Setting(name: "cold", change: { $0.temperature = 0.2 }),
    Setting(
      name: "no token twice and long",
      change: {
        $0.noRepeatNgram = 1
        $0.minimumLength = 5
      }),
    Setting(
      name: "all of it",
      change: {
        $0.noRepeatNgram = 2
        $0.minimumLength = 3
        $0.coveragePenalty = 1
        $0.temperature = 1.5
        $0.lengthPenalty = .average
      }, forced: [4, 4]),
  ]

  static func search(
    _ table: ProbabilityTable, sentences: [Int], prefixes: [[Int32]], _ options: SearchOptions
  ) throws -> [[Hypothesis]] {
    var scorer = TableScorer(table: table, sentences: sentences)
    return try BeamSearch(options: options).search(
      scorer: &scorer,
      sentences: zip(sentences, prefixes).map { sentence, prefix in
        SearchSentence(
          sourceLength: table.attention?(sentence, []).count ?? 10, prefix: prefix,
          number: sentence)
      })
  }

  @Test(arguments: settings)
  func wideBeamIsExhaustiveSearch(setting: Setting) throws {
    for seed in 0..<4 as Range<UInt64> {
      let table = ProbabilityTable.random(vocabularySize: 6, seed: seed)
        .attending(seed: seed) { _ in 4 }
      let all = setting.naive(table, sentence: 2).exhaustive()
      var options = setting.options
      (options.beamSize, options.nBest) = (2_000, 2_000)
      let found = try Self.search(table, sentences: [2], prefixes: [setting.forced], options)
      #expect(found == [all])
      #expect(!all.isEmpty)
    }
  }

  @Test(arguments: settings, [1, 2, 5])
  func everyBeamIsTheNaiveBeam(setting: Setting, beamSize: Int) throws {
    for seed in 0..<8 as Range<UInt64> {
      let table = ProbabilityTable.random(
        vocabularySize: 5 + Int(seed), seed: seed, levels: seed.isMultiple(of: 2) ? 4 : 1 << 40,
        impossible: seed.isMultiple(of: 3) && setting.forced.isEmpty ? 4 : nil
      ).attending(seed: seed) { 2 + $0 }
      var options = setting.options
      (options.beamSize, options.nBest) = (beamSize, beamSize)
      let found = try Self.search(
        table, sentences: [0, 1, 2], prefixes: [setting.forced, setting.forced, setting.forced],
        options)
      for sentence in 0..<3 {
        #expect(found[sentence] == setting.naive(table, sentence: sentence).beam(places: beamSize))
      }
    }
  }

  @Test(arguments: settings, [(4, 2), (6, 3), (3, 3)])
  func groupsAreTheNaiveGroups(setting: Setting, size: (beam: Int, groups: Int)) throws {
    for seed in 0..<6 as Range<UInt64> {
      for diversity in [0, 0.3, 2, 1e6] {
        let table = ProbabilityTable.random(vocabularySize: 5 + Int(seed) * 2, seed: seed)
          .attending(seed: seed) { 2 + $0 }
        var options = setting.options
        (options.beamSize, options.nBest) = (size.beam, size.beam)
        (options.groups, options.diversity) = (size.groups, diversity)
        let found = try Self.search(
          table, sentences: [0, 1], prefixes: [setting.forced, setting.forced], options)
        for sentence in 0..<2 {
          let naive = setting.naive(table, sentence: sentence).diverseBeam(
            places: size.beam, groups: size.groups, diversity: diversity)
          #expect(found[sentence] == naive)
        }
      }
    }
  }

  /// Without diversity all groups find the same, once.
  @Test func groupsWithoutDiversityAreOneBeam() throws {
    let table = ProbabilityTable.random(vocabularySize: 9, seed: 1)
    var options = SearchOptions(beamSize: 6, nBest: 6, maximumLength: 5)
    (options.groups, options.diversity) = (3, 0)
    let found = try Self.search(table, sentences: [0], prefixes: [[]], options)
    let two = try Self.search(
      table, sentences: [0], prefixes: [[]],
      SearchOptions(beamSize: 2, nBest: 2, maximumLength: 5))
    #expect(found == two)
  }

  @Test func groupsBeginDifferently() throws {
    let table = ProbabilityTable.random(vocabularySize: 30, seed: 1)
    var options = SearchOptions(beamSize: 4, nBest: 4, maximumLength: 5)
    (options.groups, options.diversity) = (4, 1e3)
    let found = try Self.search(table, sentences: [0], prefixes: [[]], options)
    #expect(Set(found[0].map(\.tokens.first)).count == 4)
    #expect(found[0].allSatisfy { $0.logProbability > -200 })
  }

  /// A hypothesis that is forced has the score that it has when it is found.
  @Test func forcedTokensCountAsIfFound() throws {
    let table = ProbabilityTable.random(vocabularySize: 12, seed: 5)
    let options = SearchOptions(maximumLength: 7)
    let best = try Self.search(table, sentences: [3], prefixes: [[]], options)[0][0]
    for count in 0...best.tokens.count {
      let found = try Self.search(
        table, sentences: [3], prefixes: [Array(best.tokens.prefix(count))], options)[0][0]
      #expect(found.tokens.starts(with: best.tokens.prefix(count)))
      if found.tokens == best.tokens { #expect(found == best) }
    }
  }

  /// The rest is searched for as if the prefix were possible.
  @Test(arguments: [1, 3])
  func impossiblePrefix(beamSize: Int) throws {
    let table = ProbabilityTable(vocabularySize: 6) { _, prefix in
      prefix.isEmpty
        ? [-.infinity, -1, -.infinity, -1, -.infinity, -1]
        : [-.infinity, -3, -.infinity, -1, -0.5, -2]
    }
    var options = SearchOptions(
      beamSize: beamSize, lengthPenalty: .gnmt(alpha: 0), maximumLength: 9)
    options.minimumLength = 2
    let found = try Self.search(table, sentences: [0, 0], prefixes: [[4], [5]], options)
    #expect(found[0][0].tokens == [4, 4] || found[0][0].tokens.starts(with: [4, 4]))
    #expect(found[0][0].logProbability == -.infinity && found[0][0].score == -.infinity)
    #expect(found[1][0].logProbability > -20)
    #expect(found[1][0].tokens.dropFirst() == found[0][0].tokens.dropFirst())
  }

  @Test func sourcePositionsAreWhereItLooked() throws {
    let table = ProbabilityTable.random(vocabularySize: 8, seed: 1).attending(seed: 3) { 1 + $0 }
    var options = SearchOptions(nBest: 5, maximumLength: 6)
    options.replaceUnknown = true
    let found = try Self.search(
      table, sentences: [0, 4, 2], prefixes: [[], [5, 5], []], options)
    let attention = try #require(table.attention)
    for (sentence, hypotheses) in zip([0, 4, 2], found) {
      for hypothesis in hypotheses {
        let expected = hypothesis.tokens.indices.map { count -> Int32 in
          let weights = attention(sentence, Array(hypothesis.tokens.prefix(count)))
          return weights.firstIndex(of: weights.max() ?? 0).map { Int32($0) } ?? -1
        }
        #expect(hypothesis.sourcePositions == expected)
      }
    }
    options.replaceUnknown = false
    let plain = try Self.search(
      table, sentences: [0, 4, 2], prefixes: [[], [5, 5], []], options)
    #expect(plain.joined().allSatisfy { $0.sourcePositions == nil })
    #expect(plain.map { $0.map(\.tokens) } == found.map { $0.map(\.tokens) })
  }
}
