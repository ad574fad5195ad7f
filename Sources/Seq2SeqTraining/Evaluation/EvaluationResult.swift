import Seq2SeqDecoding
import Seq2SeqText

/// How well a model does on a set of pairs.
public struct EvaluationResult: Sendable {
  /// Pairs.
  public let lines: Int
  /// The metrics that were asked for, in that order.
  public let metrics: [(name: String, value: MetricValue)]
  /// What the model said, line by line.
  public let hypotheses: [String]
  /// How long the search took.
  public let seconds: Double
  /// The same with their scores; empty where no metric needed a search.
  public var translations: [Translation] = []
}
