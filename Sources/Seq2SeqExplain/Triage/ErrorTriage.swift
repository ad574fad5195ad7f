import Seq2SeqText

/// The wrong outputs of a model on a set of pairs, sorted by what may be behind them.
///
/// Signs are no proofs. So each label is counted among the outputs that are right as well, as far as it can be
/// there: one that is as frequent among them says nothing.
public struct ErrorTriage: Sendable, Equatable {
  /// How often a label was given.
  public struct Tally: Sendable, Equatable {
    /// The label.
    public let label: ErrorLabel
    /// Wrong outputs that have it.
    public let wrong: Int
    /// Right outputs that have it; nil for a label that a right output cannot have.
    public let right: Int?
  }

  /// All pairs.
  public let lines: Int
  /// The wrong outputs, in the order of the pairs.
  public let wrong: [TriagedLine]
  /// The labels that were given, in the order of ``ErrorLabel``; an output may have several.
  public let tallies: [Tally]
  /// Which attention is usual; nil without attention.
  public let attention: AttentionBounds?
  /// Letters that are taken for others.
  package let letters: ConfusionCounts
  /// Words that are taken for others; nil where a token of the model is less than a word.
  package let words: ConfusionCounts?
}
