import Seq2Seq

/// How `translate` prints what became of a line.
enum TranslationFormat: Equatable {
  /// The best hypothesis.
  case plain
  /// `SCORE<TAB>HYPOTHESIS`.
  case scores
  /// `LINE ||| HYPOTHESIS ||| SCORE`, the line from 0, for each of several hypotheses.
  case nBest

  /// The lines for one line of input, each with its `\n`.
  ///
  /// - Parameter number: The number of the line, from 1.
  func text(_ translation: Translation, number: Int) -> String {
    switch self {
    case .plain:
      return translation.text.onOneLine + "\n"
    case .scores:
      let score = translation.hypotheses.first?.logProbability ?? 0
      return "\(score.fixed(6))\t\(translation.text.onOneLine)\n"
    case .nBest:
      return translation.hypotheses.map {
        "\(number - 1) ||| \($0.text.onOneLine) ||| \($0.logProbability.fixed(6))\n"
      }.joined()
    }
  }
}
