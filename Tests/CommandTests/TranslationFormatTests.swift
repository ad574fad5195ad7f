import Testing

@testable import Seq2SeqCommand
@testable import Seq2SeqDecoding

struct TranslationFormatTests {
  private let translation = Translation(
    hypotheses: [
      TranslatedHypothesis(text: "가 나", tokens: [], logProbability: -1.25, score: -0.5),
      TranslatedHypothesis(
        text: "a\u{2028}b\nc\rd", tokens: [], logProbability: -.infinity, score: -1),
    ], truncatedFrom: nil)

  @Test func theBestHypothesisIsALine() {
    #expect(TranslationFormat.plain.text(translation, number: 7) == "가 나\n")
  }

  @Test func scoresAreLogProbabilities() {
    #expect(TranslationFormat.scores.text(translation, number: 7) == "-1.250000\t가 나\n")
  }

  @Test func hypothesesAreNumberedFromZeroAndStayOnOneLine() {
    #expect(
      TranslationFormat.nBest.text(translation, number: 7)
        == "6 ||| 가 나 ||| -1.250000\n6 ||| a b c d ||| -inf\n")
  }

  @Test func nothingHasAScoreOfZero() {
    let empty = Translation(
      hypotheses: [TranslatedHypothesis(text: "", tokens: [], logProbability: -0.0, score: 0)],
      truncatedFrom: nil)
    #expect(TranslationFormat.nBest.text(empty, number: 1) == "0 |||  ||| 0.000000\n")
    #expect(TranslationFormat.scores.text(empty, number: 1) == "0.000000\t\n")
  }

  @Test func warningsNameTheFirstLinesAndCountTheRest() {
    var said: [String] = []
    let cut = Translation(hypotheses: [], truncatedFrom: 1_234)
    var warnings = LineWarnings { said.append($0) }
    for number in 1...7 {
      warnings.add(InputLine(text: "", number: number), cut, limit: 100)
    }
    warnings.add(
      InputLine(text: "", number: 8, isRepaired: true), translation, limit: 100)
    warnings.finish()
    #expect(said.count == 7)
    #expect(
      said.first == "warning: standard input:1: the line has 1,234 tokens; "
        + "only the first 100 are translated\n")
    #expect(
      said.dropLast().last == "warning: standard input:8: the line is not UTF-8; "
        + "its broken bytes became U+FFFD\n")
    #expect(
      said.last == "warning: standard input: 7 lines in all longer than the model reads, cut\n")
  }
}
