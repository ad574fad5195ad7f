import Seq2Seq

/// A model, its test, and what the model thinks of the references.
struct SearchRig {
  /// What one search said to every test sentence.
  struct Trial {
    let width: Int
    let outputs: [TranslatedHypothesis]
    let seconds: Double
  }

  let test: [TextPair]
  private let model: Seq2SeqModel
  private let language: InventedLanguage
  private let threads: Int?
  /// The natural-log probability of each reference.
  private let references: [Double]

  /// Differences of log-probabilities below this are no differences.
  private static let same = 1e-6

  init(
    _ model: Seq2SeqModel, _ language: InventedLanguage, _ test: [TextPair], threads: Int?
  ) throws {
    (self.model, self.language, self.test, self.threads) = (model, language, test, threads)
    references = try Translator(model: model, threads: threads).score(
      sources: test.map(\.source), targets: test.map(\.target)
    ).map(\.logProbability)
  }

  /// Translates the test with a beam.
  func run(width: Int, _ lengthPenalty: LengthPenalty) throws -> Trial {
    let options = SearchOptions(beamSize: width, lengthPenalty: lengthPenalty)
    let translator = try Translator(model: model, options: options, threads: threads)
    let start = ContinuousClock.now
    let translations = try translator.translate(test.map(\.source))
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    return Trial(width: width, outputs: translations.map { $0.hypotheses[0] }, seconds: seconds)
  }

  /// Whether each output equals its reference.
  func matches(_ trial: Trial) -> [Bool] { zip(trial.outputs, test).map { $0.text == $1.target } }

  /// Whether each output is a right translation, whichever.
  func isRight(_ trial: Trial) -> [Bool] {
    zip(trial.outputs, test).map { language.judge($0.text, of: $1.source) == .right }
  }

  func summary(of trial: Trial, greedy: Trial) -> SearchResults.Beam {
    let outputs = trial.outputs
    let judgements = zip(outputs, test).map { language.judge($0.text, of: $1.source) }
    let bleu = try? Metric.bleuNone.evaluate(
      hypotheses: outputs.map(\.text), references: test.map(\.target),
      tokens: model.targetPipeline.tokens(in:))
    let count = outputs.count
    let words = outputs.reduce(0) { $0 + $1.tokens.count }
    let referenceWords = test.reduce(0) { $0 + $1.target.split(separator: " ").count }
    return SearchResults.Beam(
      width: trial.width, exactMatch: percent(matches(trial).count { $0 }, of: count),
      bleu: bleu?.value ?? 0, right: percent(judgements.count { $0 == .right }, of: count),
      brokenOff: percent(judgements.count { $0 == .brokenOff }, of: count),
      logProbability: outputs.map(\.logProbability).mean,
      lengthRatio: Double(words) / Double(max(1, referenceWords)),
      aboveGreedy: percent(
        zip(outputs, greedy.outputs).count { isAbove($0.logProbability, $1.logProbability) },
        of: count),
      searchErrors: percent(
        zip(references, outputs).count { isAbove($0, $1.logProbability) }, of: count),
      millisecondsPerSentence: 1_000 * trial.seconds / Double(max(1, count)))
  }

  private func isAbove(_ left: Double, _ right: Double) -> Bool { left > right + SearchRig.same }

  /// The first sentence that a beam mends, and the first that a wide beam spoils, if there are such.
  func examples(
    greedy: Trial, beam: Trial, wide: Trial, widePenalized: Trial
  ) -> [SearchResults.Example] {
    let (greedyMatches, beamMatches) = (matches(greedy), matches(beam))
    let mended = test.indices.first { beamMatches[$0] && !greedyMatches[$0] }
    let (wideIsRight, greedyIsRight) = (isRight(wide), isRight(greedy))
    let spoilt = test.indices.first { greedyIsRight[$0] && !wideIsRight[$0] }
    return [
      mended.map { example($0, [(.greedy, greedy), (.beam, beam)]) },
      spoilt.map {
        example($0, [(.greedy, greedy), (.wideBeam, wide), (.wideBeamWithPenalty, widePenalized)])
      },
    ].compactMap(\.self)
  }

  private func example(
    _ index: Int, _ trials: [(kind: SearchResults.Example.Kind, trial: Trial)]
  ) -> SearchResults.Example {
    let reference = SearchResults.Example.Line(
      kind: .reference, text: test[index].target, logProbability: references[index])
    return SearchResults.Example(
      source: test[index].source,
      lines: [reference]
        + trials.map { kind, trial in
          SearchResults.Example.Line(
            kind: kind, text: trial.outputs[index].text,
            logProbability: trial.outputs[index].logProbability)
        })
  }
}
