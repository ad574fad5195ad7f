/// One way to say a source line in the target language.
public struct TranslatedHypothesis: Sendable, Equatable {
  /// The line.
  public let text: String
  /// Its tokens.
  public let tokens: [String]
  /// The natural-log probability, end symbol included.
  public let logProbability: Double
  /// What the search ranks by: the log-probability after the length penalty.
  public let score: Double
}

/// What became of one source line.
public struct Translation: Sendable, Equatable {
  /// The best first; at least one.
  public let hypotheses: [TranslatedHypothesis]
  /// How many tokens the line has, if only its beginning was translated.
  public let truncatedFrom: Int?

  /// The best line.
  public var text: String { hypotheses.first?.text ?? "" }

  /// Nothing for nothing: an empty line's translation.
  static let empty = Translation(
    hypotheses: [TranslatedHypothesis(text: "", tokens: [], logProbability: 0, score: 0)],
    truncatedFrom: nil)
}

/// How probable a model finds a given target.
public struct ScoredPair: Sendable, Equatable {
  /// The natural-log probability of the target and its end symbol.
  public let logProbability: Double
  /// Target tokens, the end symbol included.
  public let tokens: Int
}

/// Where the decoder looked while it wrote each token.
public struct AttentionMap: Sendable, Equatable {
  /// What was read.
  public let sourceTokens: [String]
  /// What was written, the end symbol last.
  public let targetTokens: [String]
  /// For each target token the weights over the source tokens; each row adds up to 1.
  public let weights: [[Float]]
}
