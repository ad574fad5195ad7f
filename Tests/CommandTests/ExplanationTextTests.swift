import Seq2SeqText
import Testing

@testable import Seq2SeqCommand

struct ExplanationTextTests {
  @Test func columnsAreAlignedByDisplayWidth() {
    var table = TerminalTable([("token", .left), ("p", .right)])
    table.add(["사랑", "0.5"])
    table.add(["abcdefgh", "12"])
    table.add(["x"])
    #expect(
      table.lines(width: 80) == ["token       p", "사랑      0.5", "abcdefgh   12", "x"])
  }

  @Test func columnsThatDoNotFitAreLeftOut() {
    var table = TerminalTable([("aaaa", .left), ("bbbb", .left), ("cccc", .left)])
    table.add(["1", "2", "3"])
    #expect(table.lines(width: 13) == ["aaaa  bbbb", "1     2"])
    #expect(table.lines(width: 0) == ["aaaa", "1"])
  }

  @Test func coloursAreForTerminals() {
    #expect(Terminal(width: 9, hasColours: false).strong("a") == "a")
    #expect(Terminal(width: 9, hasColours: true).strong("a") == "\u{1B}[1ma\u{1B}[0m")
  }
}
