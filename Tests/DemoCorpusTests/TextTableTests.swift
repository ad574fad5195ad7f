import Seq2SeqText
import Testing

@testable import DemoCorpus

@Suite struct TextTableTests {
  @Test(arguments: [
    ("abc", 3), ("한글", 4), ("\u{1112}\u{1161}\u{11ab}", 2), ("é", 1), ("e\u{301}", 1), ("、", 2),
    ("…", 1), ("", 0), ("Ａ", 2), ("😀", 2),
  ])
  func countsColumns(text: String, columns: Int) {
    #expect(text.displayWidth == columns)
  }

  @Test func alignsByDisplayWidth() {
    let table = TextTable(titles: ["a", "b"], rows: [["한글", "x"], ["abc", "y"]])
    #expect(
      table.rendered(width: 80) == """
        a     b
        ────  ─
        한글  x
        abc   y
        """)
  }

  @Test func wrapsAndNeverExceedsTheWidth() {
    let long = "A fairly long sentence that has to be wrapped in its column of the table"
    let korean = "탁자위에있는아주긴낱말하나와 띄어 쓴 여러 낱말이 들어 있는 문장입니다"
    let table = TextTable(
      titles: ["source", "reference", "translation"], rows: [[long, korean, "가"]])
    for width in [40, 60, 80, 100] {
      let lines = table.rendered(width: width).split(separator: "\n")
      #expect(lines.allSatisfy { $0.displayWidth <= width })
      #expect(lines.count > 3)
    }
    #expect(TextTable.wrap("", width: 8) == [""])
    #expect(TextTable.wrap("한글한글한글", width: 5) == ["한글", "한글", "한글"])
  }

  @Test func controlCharactersDoNotReachTheTerminal() {
    let table = TextTable(titles: ["a"], rows: [["x\u{1b}[2Jy"]])
    #expect(!table.rendered(width: 80).contains("\u{1b}"))
  }

  @Test func spreadsExamplesOverLengths() throws {
    let pairs = (1...100).map {
      SentencePair(source: String(repeating: "a", count: $0), target: "가")
    }
    let examples = try TranslationExamples(
      pairs: pairs.reversed(), translations: pairs.map(\.target), file: "t")
    let lengths = examples.spread(4).examples.map(\.pair.source.count)
    #expect(lengths == [13, 38, 63, 88])
    #expect(examples.spread(1000).examples.count == 100)
    #expect(throws: UserError.self) {
      try TranslationExamples(pairs: pairs, translations: ["가"], file: "t")
    }
  }

  @Test func printsAnEvaluationInOneLine() throws {
    let json = """
      {"lines": 650, "metrics": {"bleu": {"value": 21.04, "signature": "s"},
       "chrf": {"value": 48.26, "signature": "s"}}, "seconds": 3.21, "decoding": {"beam_size": 5}}
      """
    let line = try EvaluationLine(json: Array(json.utf8), file: "e.json").text
    #expect(line == "chrF 48.3, BLEU 21.0 on 650 held-out lines, translated in 3.2 s")
    #expect(throws: UserError.self) { try EvaluationLine(json: Array("{}".utf8), file: "e.json") }
  }
}
