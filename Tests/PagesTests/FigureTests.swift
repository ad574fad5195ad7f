import Testing

@testable import Seq2SeqPages

struct FigureTests {
  static let wild = [
    0, 1, -1, .nan, .infinity, -.infinity, .greatestFiniteMagnitude, -.greatestFiniteMagnitude,
    .leastNonzeroMagnitude, 1e-300, 1e300, 5,
  ]

  static func line(_ text: String, scale: ChartAxis.Scale = .linear) -> LineChart {
    LineChart(
      title: text, x: ChartAxis(text, scale: scale), y: ChartAxis(text, scale: scale, range: 0...1),
      series: [
        LineChart.Series(
          text, (1...5).map { .init(Double($0), Double($0 * $0), low: 0.5, high: 30) }),
        LineChart.Series("second", [.init(1, 2), .init(2, .nan), .init(3, 4)]),
      ])
  }

  static func bars(_ text: String) -> BarChart {
    BarChart(
      title: text, groups: [text, "b"], groupTitle: text, y: ChartAxis(text),
      series: [
        BarChart.Series(text, [1, 2], lows: [0.5, 1.5], highs: [1.5, .nan]),
        BarChart.Series("short", [-3]),
      ])
  }

  static func map(_ text: String) -> HeatMap {
    HeatMap(
      title: text, rows: [text, "b"], columns: [text, "y", "z"],
      values: [[0, 0.5, 1], [0.25, .infinity]], rowTitle: text, columnTitle: text,
      showsNumbers: true)
  }

  static func tree(_ text: String) -> TokenTree {
    TokenTree(
      title: text,
      nodes: [
        .init(text, score: -1, outcome: .kept, parent: nil, step: 0, isBest: true),
        .init("사랑", score: -2, outcome: .ended, parent: 0, step: 1, isBest: true),
        .init("b", score: .nan, outcome: .pruned, parent: 0, step: 1),
      ])
  }

  private func check(_ figure: some Figure) -> PageChecker {
    let checker = PageChecker(figure.svg)
    #expect(checker.isWellFormed, "\(checker.problem)")
    for coordinate in checker.coordinates {
      #expect(Double(coordinate).map { $0.isFinite && abs($0) < 1e6 } == true, "\(coordinate)")
    }
    for attribute in checker.attributes {
      #expect(!attribute.value.lowercased().contains("nan"), "\(attribute)")
      #expect(!attribute.value.contains("inf"), "\(attribute)")
    }
    #expect(checker.elements["desc"] == 1)
    return checker
  }

  @Test func everyMarkHasATooltip() {
    // The title of the drawing, five and three marks less the gap, a band, three lines of which one is
    // a stretch of one point and so no line, and another.
    let marks = check(FigureTests.line("t"))
    #expect(marks.elements["title"] == 1 + 5 + 2 + 1 + 1)
    #expect(check(FigureTests.map("t")).elements["title"] ?? 0 >= 1 + 5 * 2)
    #expect(check(FigureTests.bars("t")).elements["rect"] == 3 + 2)
  }

  @Test func gapsAreLeftAndSaid() {
    #expect(FigureTests.line("t").svg.contains("Left as gaps, having no finite place: 1"))
    #expect(FigureTests.bars("t").svg.contains("no finite place: 1"))
    #expect(FigureTests.map("t").svg(.ko).contains("비워 둔 곳: 2"))
    #expect(FigureTests.tree("t").svg.contains("no finite place: 1"))
    #expect(FigureTests.line("t", scale: .log10).svg.contains("no finite place: 1"))
  }

  @Test(arguments: [ChartAxis.Scale.linear, .log10]) func wildNumbersAreNoTrap(
    _ scale: ChartAxis.Scale
  ) {
    let wild = FigureTests.wild
    let axis = ChartAxis("y", scale: scale, range: -.infinity ... .infinity)
    for first in wild {
      for second in wild {
        let pair = [first, second]
        _ = check(
          LineChart(
            title: "t", x: axis, y: axis,
            series: [.init("s", [.init(first, second, low: second, high: first)])]))
        _ = check(
          BarChart(
            title: "t", groups: ["a", "b", "c"], y: axis,
            series: [.init("s", pair, lows: [second], highs: [first])]))
        for colours in [HeatMap.Colours.sequential, .diverging] {
          _ = check(
            HeatMap(
              title: "t", rows: ["a"], columns: ["b", "c"], values: [pair], colours: colours,
              showsNumbers: true))
        }
      }
    }
    _ = check(
      LineChart(title: "t", x: axis, y: axis, series: [.init("s", wild.map { .init($0, $0) })]))
  }

  @Test func nothingIsDrawnAsNothing() {
    let axis = ChartAxis("")
    #expect(check(LineChart(title: "", x: axis, y: axis, series: [])).text.contains("nothing"))
    #expect(check(BarChart(title: "", groups: [], y: axis, series: [])).text.contains("nothing"))
    #expect(check(HeatMap(title: "", rows: [], columns: [], values: [])).text.contains("nothing"))
    #expect(check(TokenTree(title: "", nodes: [])).text.contains("nothing"))
  }

  @Test func aTreeBelievesNoParent() {
    let nodes = [(-1, 0), (5, 1), (1, 1), (2, -3), (0, .max)].map { parent, step in
      TokenTree.Node("x", score: 0, outcome: .kept, parent: parent, step: step)
    }
    _ = check(TokenTree(title: "t", nodes: nodes))
  }

  @Test func longLabelsAreCutByDisplayWidth() {
    let label = String(repeating: "가", count: 100)
    let map = HeatMap(title: "t", rows: [label], columns: ["x"], values: [[1]])
    #expect(check(map).elements["svg"] == 1)
    #expect(map.svg.contains("</title>가가가가가가가…</text>"))
  }

  @Test func numbersAreShort() {
    #expect(
      [0, 1, 0.5, 1234.5, 123_456, 1_234_567, 0.001234, 1e-9, -2.5].map(PageNumber.value)
        == ["0", "1", "0.5", "1234", "123456", "1.23e+06", "0.001234", "1e−09", "−2.5"])
  }
}
