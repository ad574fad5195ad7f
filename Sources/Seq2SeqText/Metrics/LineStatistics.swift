/// What a metric takes from each line of a corpus, so that a corpus of any of these lines can be scored without
/// looking at its text again.
package protocol LineStatistics: Sendable {
  /// The score of a corpus that consists of these lines, given by their indices: at least one, in any order,
  /// any of them several times.
  func score(of lines: [Int]) -> Double

  /// Whether lines drawn with repetition stand for the corpus they are drawn from.
  var allowsRepetition: Bool { get }
}

extension LineStatistics {
  /// They do, but for metrics that count what is different.
  package var allowsRepetition: Bool { true }
}
