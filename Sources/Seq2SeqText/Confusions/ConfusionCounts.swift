/// Which tokens hypotheses take for which, over the lines of a corpus.
package struct ConfusionCounts: Sendable, Equatable {
  /// What is counted.
  package enum Unit: Sendable {
    /// Letters of Hangul, one by one, and the characters of other scripts as people see them.
    case letters
    /// What white space separates.
    case words
  }

  /// A confusion and how often it occurs.
  package struct Count: Sendable, Equatable {
    /// The token that was expected; nil for an insertion.
    package let reference: String?
    /// The token that came instead; nil for a deletion.
    package let hypothesis: String?
    /// How often.
    package let count: Int
  }

  private let unit: Unit
  private var counts: [EditAlignment.Pair: Int] = [:]
  /// Tokens of the references.
  package private(set) var referenceTokens = 0
  /// Lines that are too long to be aligned.
  package private(set) var skippedLines = 0

  package init(_ unit: Unit) { self.unit = unit }

  /// Counts the differences of a line.
  package mutating func add(hypothesis: String, reference: String) {
    let tokens = tokens(reference)
    guard
      let pairs = EditAlignment.pairs(
        hypothesis: UnknownMark.tokens(of: hypothesis, by: self.tokens), reference: tokens)
    else {
      skippedLines += 1
      return
    }
    referenceTokens += tokens.count
    for pair in pairs where pair.reference != pair.hypothesis || pair.hypothesis == "<unk>" {
      counts[pair, default: 0] += 1
    }
  }

  /// Tokens in the place of others, the most frequent first; what is equally frequent by its text.
  package var substitutions: [Count] { sorted { $0.reference != nil && $0.hypothesis != nil } }
  /// Tokens that are too many.
  package var insertions: [Count] { sorted { $0.reference == nil } }
  /// Tokens that are missing.
  package var deletions: [Count] { sorted { $0.hypothesis == nil } }

  private func sorted(_ isIncluded: (EditAlignment.Pair) -> Bool) -> [Count] {
    counts.filter { isIncluded($0.key) }
      .map { Count(reference: $0.key.reference, hypothesis: $0.key.hypothesis, count: $0.value) }
      .sorted {
        ($1.count, $0.reference ?? "", $0.hypothesis ?? "")
          < ($0.count, $1.reference ?? "", $1.hypothesis ?? "")
      }
  }

  private func tokens(_ line: String) -> [String] {
    switch unit {
    case .letters: JamoTokenizer().tokens(in: Normalization.composed(line))
    case .words: WordTokenizer().tokens(in: Normalization.composed(line))
    }
  }
}
