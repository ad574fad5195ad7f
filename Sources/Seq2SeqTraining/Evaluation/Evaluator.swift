import Foundation
import Seq2SeqDecoding
import Seq2SeqModels
import Seq2SeqTensors
import Seq2SeqText

/// Translates a set of pairs and compares with what was expected.
public struct Evaluator: Sendable {
  private let translator: Translator

  /// Evaluates with a translator's model and search.
  public init(translator: Translator) { self.translator = translator }

  /// Works out the metrics.
  ///
  /// Metrics of the text compare whole lines with the references as they stand (in NFC, lower-cased if the
  /// target side is). `loss`, `perplexity` and `accuracy` come from teacher forcing, the loss without token
  /// weights; `free_running_accuracy` comes from a greedy run over the same tokens.
  public func evaluate(_ pairs: RawPairs, metrics: [Metric]) throws -> EvaluationResult {
    let start = ContinuousClock.now
    let needsText = metrics.contains { !$0.needsModel }
    let translations = needsText ? try translator.translate(pairs.sources) : []
    let hypotheses = translations.map(\.text)
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let ofModel = try valuesOfModel(metrics.filter(\.needsModel), pairs)
    let pipeline = translator.model.targetPipeline
    let references = references(pairs)
    let values = try metrics.map { metric -> (name: String, value: MetricValue) in
      let value =
        metric.needsModel
        ? MetricValue(value: ofModel[metric] ?? 0, signature: nil)
        : try metric.evaluate(
          hypotheses: hypotheses, references: references, tokens: pipeline.countedTokens(in:))
      return (metric.name, value)
    }
    return EvaluationResult(
      lines: pairs.count, metrics: values, hypotheses: hypotheses, seconds: seconds,
      translations: translations)
  }

  /// Whether each translation is exactly right, as `exact_match` has it.
  package func outcomes(
    of translations: [Translation], _ pairs: RawPairs
  ) -> [(translation: Translation, isRight: Bool)] {
    zip(translations, references(pairs)).map {
      (translation: $0, isRight: LineAccuracy.isRight($0.text, $1))
    }
  }

  /// What translations are compared with.
  package func references(_ pairs: RawPairs) -> [String] {
    translator.model.targetPipeline.lowercase
      ? pairs.targets.map { $0.lowercased() } : pairs.targets
  }

  private func valuesOfModel(
    _ metrics: [Metric], _ pairs: RawPairs
  ) throws -> [Metric: Double] {
    guard !metrics.isEmpty else { return [:] }
    let model = translator.model
    let corpus = EncodedCorpus(
      pairs, source: (model.sourcePipeline, model.sourceVocabulary),
      target: (model.targetPipeline, model.targetVocabulary),
      copying: model.configuration.model.copying)
    var values: [Metric: Double] = [:]
    if metrics.contains(where: { $0 != .freeRunningAccuracy }) {
      let sums = try translator.teacherForced(
        corpus, smoothing: model.configuration.training.labelSmoothing)
      for metric in metrics { values[metric] = sums.value(of: metric) }
    }
    if metrics.contains(.freeRunningAccuracy) {
      values[.freeRunningAccuracy] = try translator.freeRunning(corpus).percent
    }
    return values
  }
}

extension Translator {
  /// The loss over a corpus with the true tokens as inputs.
  func teacherForced(
    _ corpus: EncodedCorpus, smoothing: Double, weights: TokenWeights? = nil
  ) throws -> LossSums {
    let groups = BatchPlan.sequential(corpus: corpus, size: .sentences(Shard.pairs))
    return try lossSums(
      of: groups.map { Shard(corpus, pairs: $0) }, smoothing: smoothing, weights: weights)
  }
}

extension LossSums {
  /// A metric of the model's own; 0 over nothing.
  func value(of metric: Metric) -> Double {
    guard tokens > 0 else { return 0 }
    return switch metric {
    case .perplexity: exp(negativeLogLikelihood / Double(tokens))
    case .accuracy: 100 * Double(correct) / Double(tokens)
    default: meanLoss
    }
  }
}
