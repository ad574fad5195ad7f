import Foundation
import Seq2SeqDecoding
import Seq2SeqModels
import Seq2SeqText

/// Sorts wrong outputs by what may be behind them; see ``ErrorTriage``.
public struct Triager: Sendable {
  /// Tokens that must say again what stands before them to be a repetition.
  private static let repetition = 3
  /// The lengths beyond which an output is too short or too long, as shares of the reference's.
  private static let (short, long) = (0.7, 1.4)

  private let translator: Translator

  /// Looks at outputs of a translator's model and search.
  public init(translator: Translator) { self.translator = translator }

  /// Sorts the outputs of pairs.
  ///
  /// - Parameters:
  ///   - references: As the outputs are compared with them: in lower case if the target side is.
  ///   - translations: What the translator made of the sources.
  /// - Throws: `UserError` if their numbers differ.
  public func triage(
    sources: [String], references: [String], translations: [Translation]
  ) throws -> ErrorTriage {
    guard sources.count == references.count, sources.count == translations.count else {
      throw UserError(
        .badData,
        "\(sources.count) sources, \(references.count) references, \(translations.count) outputs",
        remedy: "give one reference and one output for each source")
    }
    let isRight = zip(translations, references).map { LineAccuracy.isRight($0.text, $1) }
    let coverages = try translator.coverage(
      sources: sources, outputs: translations.map { $0.hypotheses.first?.tokens ?? [] })
    let bounds = coverages.map { coverages in
      AttentionBounds(ofRight: zip(coverages, isRight).filter(\.1).map(\.0))
    }
    let referenceScores = try scores(
      sources, references, indices: isRight.indices.filter { !isRight[$0] })
    var wrong: [TriagedLine] = []
    var counts: [ErrorLabel: (wrong: Int, right: Int)] = [:]
    for index in sources.indices {
      var labels = signs(sources[index], translations[index])
      if let coverage = coverages?[index], let bounds {
        if bounds.skips(coverage) { labels.append(.sourceSkipped) }
        if bounds.revisits(coverage) { labels.append(.sourceRevisited) }
      }
      guard !isRight[index] else {
        for label in labels { counts[label, default: (0, 0)].right += 1 }
        continue
      }
      let score = translations[index].hypotheses.first?.score ?? 0
      let referenceScore = referenceScores[index] ?? -.infinity
      labels += differences(
        sources[index], references[index], translations[index], score: score,
        referenceScore: referenceScore)
      let given = labels.isEmpty ? [.other] : ErrorLabel.allCases.filter(labels.contains)
      for label in given { counts[label, default: (0, 0)].wrong += 1 }
      wrong.append(
        TriagedLine(
          number: index + 1, source: sources[index], reference: references[index],
          hypothesis: translations[index].text, score: score, referenceScore: referenceScore,
          labels: given))
    }
    return ErrorTriage(
      lines: sources.count, wrong: wrong, tallies: tallies(counts), attention: bounds,
      letters: confusions(.letters, wrong), words: hasWords ? confusions(.words, wrong) : nil)
  }

  /// Labels that a right output may have as well.
  private static let signLabels: Set<ErrorLabel> = [
    .unknownSource, .sourceCut, .sourceSkipped, .sourceRevisited,
  ]

  private func tallies(_ counts: [ErrorLabel: (wrong: Int, right: Int)]) -> [ErrorTriage.Tally] {
    ErrorLabel.allCases.compactMap { label in
      counts[label].map {
        ErrorTriage.Tally(
          label: label, wrong: $0.wrong,
          right: Triager.signLabels.contains(label) ? $0.right : nil)
      }
    }
  }

  private var hasWords: Bool {
    switch translator.model.configuration.data.target.tokenizer {
    case .words, .bpe, .unigram: true
    case .characters, .syllables, .jamo: false
    }
  }

  private func confusions(
    _ unit: ConfusionCounts.Unit, _ wrong: [TriagedLine]
  ) -> ConfusionCounts {
    var counts = ConfusionCounts(unit)
    for line in wrong { counts.add(hypothesis: line.hypothesis, reference: line.reference) }
    return counts
  }

  /// What is odd about a source.
  private func signs(_ source: String, _ translation: Translation) -> [ErrorLabel] {
    var labels: [ErrorLabel] = []
    if translator.source(source).tokens.contains(Vocabulary.unknown) {
      labels.append(.unknownSource)
    }
    if translation.truncatedFrom != nil { labels.append(.sourceCut) }
    return labels
  }

  /// What is odd about a wrong output beside its reference.
  private func differences(
    _ source: String, _ reference: String, _ translation: Translation, score: Double,
    referenceScore: Double
  ) -> [ErrorLabel] {
    var labels: [ErrorLabel] = []
    let expected = translator.model.targetPipeline.tokens(in: reference)
    let output = translation.hypotheses.first?.tokens ?? []
    if translator.source(source).targetNumbers(of: expected).contains(Vocabulary.unknown) {
      labels.append(.unknownReference)
    }
    let ratio = Double(output.count) / Double(max(1, expected.count))
    if ratio < Triager.short, output.count + 2 <= expected.count { labels.append(.tooShort) }
    if ratio > Triager.long, expected.count + 2 <= output.count { labels.append(.tooLong) }
    let run = RepeatedTokens.longestRun(in: output)
    if run >= Triager.repetition, run > RepeatedTokens.longestRun(in: expected) {
      labels.append(.repetition)
    }
    // Of a source that was cut the search saw less than the forced scoring.
    if referenceScore > score, translation.truncatedFrom == nil { labels.append(.searchError) }
    return labels
  }

  /// What the search would rank the references of some pairs by.
  private func scores(
    _ sources: [String], _ references: [String], indices: [Int]
  ) throws -> [Int: Double] {
    let options = translator.options
    let (asked, targets) = (indices.map { sources[$0] }, indices.map { references[$0] })
    let scored = try translator.score(sources: asked, targets: targets)
    let coverages =
      options.coveragePenalty > 0
      ? try translator.coverage(
        sources: asked, outputs: targets.map(translator.model.targetPipeline.tokens)) : nil
    var scores: [Int: Double] = [:]
    for (place, index) in indices.enumerated() {
      scores[index] = options.lengthPenalty.score(
        logProbability: scored[place].logProbability, length: scored[place].tokens)
      guard let coverage = coverages?[place] else { continue }
      // As `CoverageSums` has it (Wu et al. 2016, section 7).
      let penalty = coverage.reduce(0) {
        $0 + log(min(max($1, Double(Float.leastNormalMagnitude)), 1))
      }
      scores[index, default: 0] += options.coveragePenalty * penalty
    }
    return scores
  }
}
