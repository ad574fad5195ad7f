import Foundation
import Seq2SeqModels
import Seq2SeqText
import Testing

@testable import Seq2SeqDecoding

/// Searches and scores of models that copy, whose target vocabulary lacks most of the source.
@Suite struct CopyingSearchTests {
  private static let lines = [
    "abcdefg", "zzz", "", "q", "가b나b다", "ggggggggg", "fed", "xyzxyzxyzxyzxyz", "</s>", "a",
  ]

  private func model(
    seed: UInt64 = 1, copying: Bool = true, _ change: (inout Configuration) -> Void = { _ in }
  ) throws -> Seq2SeqModel {
    let model = try RandomModel.make(seed: seed, target: ["a", "b", "c"]) {
      $0.model.copying = copying
      $0.decoding.temperature = 0.3
      change(&$0)
    }
    // Wide weights, so that attention and gate differ from step to step.
    for index in 0..<model.parameters.size { model.parameters.values[index] *= 4 }
    return model
  }

  private func distribution(
    _ translator: Translator, _ lines: [String], asked: [Int32]
  ) throws -> StepCandidates {
    var step: StepCandidates?
    try translator.pool.run(tasks: 1) { _, worker in
      var scorer = translator.scorer(SourceBatch(lines.map(translator.source)), worker)
      step = try scorer.step(
        StepRequest(
          parents: lines.indices.map { Int32($0) }, tokens: lines.map { _ in 2 }, asked: asked,
          candidateCount: 3, temperature: 0.7, wantsDistribution: true))
    }
    return try #require(step)
  }

  @Test func distributionsHoldTheCopiesOfTheirOwnSource() throws {
    let translator = try Translator(model: model())
    // V is 7: the numbers from 7 on are first positions.
    #expect(translator.source("abxbx").copies?.numbers == [4, 5, 9, 5, 9])
    let step = try distribution(translator, ["abxbx", "zc"], asked: [9, 7])
    let width = step.distribution.count / 2
    #expect(width == 7 + 5)
    let rows = [step.distribution.prefix(width), step.distribution.suffix(width)].map(Array.init)
    for row in rows {
      // `<pad>` and `<s>` have the rest.
      let total = row.reduce(0) { $0 + exp(Double($1)) }
      #expect(total > 0.1 && total < 1 + 1e-6)
    }
    #expect(rows[0].indices.filter { rows[0][$0] == -.infinity } == [0, 2, 7, 8, 10, 11])
    #expect(rows[1].indices.filter { rows[1][$0] == -.infinity } == [0, 2, 8, 9, 10, 11])
    // The three ways to learn of a probability agree to the bit.
    #expect(step.askedLogProbabilities == [rows[0][9], rows[1][7]])
    for (index, token) in step.tokens.enumerated() {
      #expect(step.logProbabilities[index] == rows[index / 3][Int(token)])
    }
    #expect(step.logProbabilities[0] == rows[0].max())
  }

  @Test func outputsSpellWhatWasCopied() throws {
    let translations = try Translator(model: model()).translate(Self.lines)
    #expect(translations.count == Self.lines.count)
    for (line, translation) in zip(Self.lines, translations) {
      let allowed = Set(line.map(String.init) + ["a", "b", "c", "<unk>"])
      for hypothesis in translation.hypotheses {
        #expect(Set(hypothesis.tokens).isSubset(of: allowed))
      }
    }
    let copied = translations.flatMap(\.hypotheses).flatMap(\.tokens)
      .filter { !["a", "b", "c", "<unk>"].contains($0) }
    #expect(copied.count > 5)
  }

  @Test(arguments: 0..<24) func companyChangesNothing(round: UInt64) throws {
    var random = SystemRandomNumberGenerator()
    var options = OptionCompanyTests.randomOptions(&random)
    options.temperature = 0.5
    let models = try (0...(round % 2)).map { try model(seed: 1 + $0) }
    let translator = try Translator(
      model: models[0], others: Array(models.dropFirst()), options: options, threads: 2)
    let prefixes = Self.lines.map { String($0.suffix(Int.random(in: 0...1, using: &random))) }
    let all = try translator.translate(Self.lines, prefixes: prefixes)
    for (index, line) in Self.lines.enumerated() {
      let alone = try translator.translate(
        [line], prefixes: [prefixes[index]], firstLine: index)[0]
      #expect(alone == all[index], "\(options)")
      #expect(alone.hypotheses.allSatisfy { $0.text.hasPrefix(prefixes[index]) })
    }
  }

  @Test func ownScoresComeOutToTheBit() throws {
    for others in [[], [try model(seed: 2)]] {
      var options = try model().configuration.decoding.searchOptions
      options.nBest = 5
      let translator = try Translator(model: model(), others: others, options: options)
      for line in Self.lines where line.count <= 12 {
        let hypotheses = try translator.translate([line])[0].hypotheses
        for hypothesis in hypotheses where !hypothesis.tokens.contains("<unk>") && line != "" {
          let scored = try translator.score(sources: [line], targets: [hypothesis.text])[0]
          #expect(scored.logProbability == hypothesis.logProbability)
        }
      }
    }
  }

  /// Steps through the decoder and reads the true tokens at once: the same probabilities.
  @Test func scoreAndLossAgree() throws {
    let translator = try Translator(model: model { $0.decoding.temperature = 1 })
    let pairs = [("abcx", "xab"), ("zzyz", "zy"), ("", "a"), ("k", ""), ("가나", "나가q")]
    let corpus = EncodedCorpus(
      RawPairs(
        sources: pairs.map(\.0), targets: pairs.map(\.1), report: CorpusReport(name: "test")),
      source: (translator.model.sourcePipeline, translator.model.sourceVocabulary),
      target: (translator.model.targetPipeline, translator.model.targetVocabulary), copying: true)
    let sums = try translator.lossSums(of: [Shard(corpus, pairs: [0, 1, 2, 3, 4])], smoothing: 0)
    let scores = try translator.score(sources: pairs.map(\.0), targets: pairs.map(\.1))
    let total = scores.reduce(0) { $0 + $1.logProbability }
    #expect(abs(total + sums.negativeLogLikelihood) < 1e-4 * abs(total))
    #expect(scores.allSatisfy { $0.logProbability.isFinite })
    let running = try translator.freeRunning(corpus)
    #expect(running.tokens == 9 + 5)
  }

  @Test func aMeanOfModelsIsTheMeanOfTheirMixtures() throws {
    let models = try (1...3).map { try model(seed: $0) }
    let asked: [Int32] = [9, 3]
    func probabilities(_ translator: Translator) throws -> [Double] {
      try distribution(translator, ["abxbx", "zc"], asked: asked).distribution
        .map { exp(Double($0)) }
    }
    let mean = try probabilities(
      Translator(model: models[0], others: Array(models.dropFirst())))
    let each = try models.map { try probabilities(Translator(model: $0)) }
    for (index, value) in mean.enumerated() {
      #expect(abs(value - each.reduce(0) { $0 + $1[index] } / 3) < 1e-6)
    }
    let error = #expect(throws: UserError.self) {
      try Translator(model: model(), others: [model(copying: false)])
    }
    #expect(error?.problem == "some models of the ensemble copy from the source and some do not")
  }

  /// What only the source has is read as `<unk>`, so that the states after either are the same.
  @Test func aCopyIsReadAsUnknown() throws {
    let translator = try Translator(model: model())
    var answers: [[Float]] = []
    try translator.pool.run(tasks: 1) { _, worker in
      for token in [Vocabulary.unknown, 8] {
        var scorer = translator.scorer(SourceBatch([translator.source("axb")]), worker)
        _ = try scorer.step(StepRequest(parents: [0], tokens: [2], asked: [3]))
        answers.append(
          try scorer.step(
            StepRequest(parents: [0], tokens: [token], asked: [3], wantsDistribution: true)
          ).distribution)
      }
    }
    #expect(answers[0] == answers[1] && answers[0].count == 10)
  }
}

/// A scorer whose last tokens are told to be the sentences' own.
private struct OwnTokensScorer: StepScorer {
  var table: TableScorer
  let own: Int

  var vocabularySize: Int { table.vocabularySize - own }

  mutating func step(_ request: StepRequest) throws -> StepCandidates { try table.step(request) }
}

/// Tokens that only one sentence has take part in a search like those of the vocabulary.
@Suite struct OwnTokensTests {
  @Test func theSearchTreatsThemLikeAnyOther() throws {
    var random = SystemRandomNumberGenerator()
    for round in 0..<40 as Range<UInt64> {
      let options = OptionCompanyTests.randomOptions(&random)
      let table = ProbabilityTable.random(
        vocabularySize: 7 + Int(round % 5), seed: round, impossible: round % 3 == 0 ? 5 : nil
      ).attending(seed: round) { 1 + $0 % 4 }
      let own = 1 + Int(round % 3)
      let sentences = (0..<5).map { number in
        var sentence = SearchSentence(sourceLength: 1 + number % 4, number: number)
        if number == 3 { sentence.prefix = [Int32(table.vocabularySize - 1)] }
        return sentence
      }
      let search = BeamSearch(options: options)
      var plain = TableScorer(table: table, sentences: Array(0..<5))
      let expected = try search.search(scorer: &plain, sentences: sentences)
      var scorer = OwnTokensScorer(
        table: TableScorer(table: table, sentences: Array(0..<5)), own: own)
      let found = try search.search(
        scorer: &scorer,
        sentences: sentences.map {
          var sentence = $0
          sentence.extraTokens = own
          return sentence
        })
      #expect(found == expected, "\(options)")
    }
  }

  @Test func impossibleNumbersAreRefused() throws {
    let table = ProbabilityTable.random(vocabularySize: 6, seed: 1)
    for extra in [-1, .min, .max, 2_000_000_000] {
      var sentence = SearchSentence(sourceLength: 2)
      sentence.extraTokens = extra
      #expect(throws: UserError.self) {
        var scorer = TableScorer(table: table, sentences: [0])
        _ = try BeamSearch().search(scorer: &scorer, sentences: [sentence])
      }
    }
    // A prefix may hold the sentence's own tokens, and no others.
    for (extra, isRight) in [(0, false), (1, true)] {
      var sentence = SearchSentence(sourceLength: 2, prefix: [5])
      sentence.extraTokens = extra
      var scorer = OwnTokensScorer(
        table: TableScorer(table: table, sentences: [0]), own: 1)
      if isRight {
        let found = try BeamSearch().search(scorer: &scorer, sentences: [sentence])
        #expect(found[0][0].tokens.first == 5)
      } else {
        #expect(throws: UserError.self) {
          _ = try BeamSearch().search(scorer: &scorer, sentences: [sentence])
        }
      }
    }
  }
}
