/// The frame of a chart: axes, grid, title and legend around the place for marks.
struct PlotFrame {
  static let width = 720.0
  private static let plotHeight = 300.0
  private static let top = 34.0
  private static let right = 18.0

  var drawing: SVGDrawing
  private let left: Double
  private let y: AxisScale

  /// - Parameter belowPlot: The height that labels and title of the x axis take.
  init(title: String, y: AxisScale, yTitle: String, series: [String], lines: Bool, below: Double) {
    self.y = y
    let labels = y.labels
    let widest = labels.map { SVGDrawing.width(of: $0.text) }.max() ?? 0
    left = widest + 40
    let rows = PlotFrame.legendRows(series)
    drawing = SVGDrawing(
      width: PlotFrame.width,
      height: PlotFrame.top + PlotFrame.plotHeight + below + Double(rows.count) * 20 + 22)
    drawing.text(
      SVGDrawing.label(title, widest: 90), x: PlotFrame.width / 2, y: 18, size: 14,
      anchor: .middle, bold: true)
    for label in labels {
      let height = place(y: label.position)
      drawing.line(
        (left, height), (PlotFrame.width - PlotFrame.right, height),
        SVGDrawing.Paint(stroke: SVGDrawing.rule))
      drawing.text(label.text, x: left - 6, y: height + 4, anchor: .end)
    }
    drawing.text(
      SVGDrawing.label(yTitle, widest: 42), x: 14,
      y: PlotFrame.top + PlotFrame.plotHeight / 2, anchor: .middle, turned: true)
    legend(series, rows, lines: lines, from: PlotFrame.top + PlotFrame.plotHeight + below)
  }

  /// Where a share of the x axis lies.
  func place(x: Double) -> Double { left + x * (PlotFrame.width - PlotFrame.right - left) }

  /// Where a share of the y axis lies.
  func place(y: Double) -> Double { PlotFrame.top + (1 - y) * PlotFrame.plotHeight }

  /// Where a value of the y axis lies; nil if it has no place.
  func place(value: Double) -> Double? { y.position(value).map { place(y: $0) } }

  /// The line below the plot.
  var floor: Double { PlotFrame.top + PlotFrame.plotHeight }

  /// Writes the x axis' title below its labels.
  mutating func titleBelow(_ title: String, at offset: Double) {
    drawing.text(
      SVGDrawing.label(title, widest: 80), x: place(x: 0.5), y: floor + offset, anchor: .middle)
  }

  /// Says that something is not drawn.
  mutating func remark(_ text: String?) {
    guard let text else { return }
    drawing.text(text, x: left, y: drawing.height - 6, size: 11, fill: SVGDrawing.quiet)
  }

  /// Legend entries, by number, in rows that fit.
  private static func legendRows(_ names: [String]) -> [[Int]] {
    guard names.count > 1 || names.contains(where: { !$0.isEmpty }) else { return [] }
    var rows: [[Int]] = [[]]
    var used = 0.0
    for (index, name) in names.enumerated() {
      let width = entryWidth(name)
      if used + width > PlotFrame.width - 60, used > 0 {
        rows.append([])
        used = 0
      }
      rows[rows.count - 1].append(index)
      used += width
    }
    return rows
  }

  private static func entryWidth(_ name: String) -> Double {
    SVGDrawing.width(of: SVGDrawing.label(name, widest: 60)) + 48
  }

  private mutating func legend(
    _ names: [String], _ rows: [[Int]], lines: Bool, from start: Double
  ) {
    for (number, row) in rows.enumerated() {
      let y = start + Double(number) * 20 + 14
      var x = left
      for index in row {
        let style = SeriesStyle(number: index)
        if lines {
          drawing.line(
            (x, y - 4), (x + 26, y - 4),
            SVGDrawing.Paint(stroke: style.colour, width: 2, dash: style.dash))
          style.mark(&drawing, x: x + 13, y: y - 4, tooltip: nil)
        } else {
          drawing.rectangle(
            x: x + 8, y: y - 10, width: 12, height: 12, SVGDrawing.Paint(fill: style.colour))
        }
        drawing.text(SVGDrawing.label(names[index], widest: 60), x: x + 32, y: y)
        x += PlotFrame.entryWidth(names[index])
      }
    }
  }
}
