import Seq2SeqText
import Testing

@testable import Seq2SeqCommand

struct AttentionDrawingTests {
  @Test func sourcesAreWrittenAcrossIfThereIsRoom() {
    let drawing = AttentionDrawing(
      sources: ["I", "love", "사랑", "</s>"], targets: ["나", " ", "\u{1102}", "end"],
      weights: [[0.8, 0.2, 0, 0], [0.5, 0.3, 0.1, 0.1], [0, 0, 1, 0], [0, 0, 0.24, 0.76]],
      width: 80)
    #expect(
      drawing.lines == [
        "    I  love 사랑 </s>", " 나 ██ ░░░░ ···· ····", "  ␣ ▓▓ ▒▒▒▒ ░░░░ ░░░░",
        " ㄴ ·· ···· ████ ····", "end ·· ···· ░░░░ ████", "",
        "· less  ░ from 10 %  ▒ from 25 %  ▓ from 50 %  █ from 75 %",
      ])
  }

  @Test func sourcesAreWrittenDownwardsIfThereIsNone() {
    let drawing = AttentionDrawing(
      sources: ["ab", "가나다"], targets: ["x"], weights: [[1, 0]], width: 5)
    #expect(
      drawing.lines.prefix(4) == [
        "     가", "  a  나", "  b  다", "x ██ ··",
      ])
  }

  @Test func aLongSentenceFitsATerminal() {
    let tokens = (0..<25).map { $0 % 2 == 0 ? "internationalization" : "가나다라마바사아자차" }
    let lines = AttentionDrawing(
      sources: tokens, targets: tokens,
      weights: [[Float]](repeating: [Float](repeating: 0.04, count: 25), count: 25), width: 100
    ).lines
    #expect(lines.allSatisfy { $0.displayWidth <= 100 })
    #expect(lines.count == 16 + 25 + 2)
    #expect(Set(lines.dropFirst(16).prefix(25).map(\.displayWidth)).count == 1)
  }

  @Test func labelsAreVisibleAndNoWiderThanAllowed() {
    #expect(TokenLabel("\n\u{0}\u{1B}a").text == "\u{FFFD}\u{FFFD}\u{FFFD}a")
    #expect(TokenLabel("\u{1112}\u{1161}\u{11AB}").text == "ㅎㅏㄴ")
    #expect(TokenLabel("abcdef", widest: 4).text == "abc…")
    #expect(TokenLabel("abcd", widest: 4).text == "abcd")
    #expect(TokenLabel("가나다", widest: 4).text == "가…")
    #expect(TokenLabel("").width == 0)
    #expect(TokenLabel(" a b ", isProse: true).text == "␣a b␣")
    #expect(TokenLabel("  ", isProse: true).text == "␣␣")
    #expect(TokenLabel("a b").text == "a␣b")
  }

  @Test func nothingToDrawIsNoTrap() {
    let drawing = AttentionDrawing(sources: [], targets: [], weights: [], width: 1)
    #expect(drawing.lines.count == 3)
  }
}
