/// Bars side by side: a group for each thing measured, a bar in it for each series.
public struct BarChart: Figure {
  /// One bar in each group.
  public struct Series: Sendable {
    /// What the legend calls it.
    public var name: String
    /// Its value in each group; what is missing or not finite is a gap.
    public var values: [Double]
    /// The lower ends of error bars; empty for none.
    public var lows: [Double]
    /// The upper ends of error bars; empty for none.
    public var highs: [Double]

    /// Makes a series.
    public init(_ name: String, _ values: [Double], lows: [Double] = [], highs: [Double] = []) {
      (self.name, self.values, self.lows, self.highs) = (name, values, lows, highs)
    }
  }

  private let title: String
  private let groups: [String]
  private let xTitle: String
  private let y: ChartAxis
  private let series: [Series]

  /// Makes a chart. Bars start from zero, on a logarithmic axis from its lower end.
  public init(
    title: String, groups: [String], groupTitle: String = "", y: ChartAxis, series: [Series]
  ) {
    (self.title, self.groups, xTitle, self.y, self.series) = (title, groups, groupTitle, y, series)
  }

  /// The `<svg>` element.
  public func svg(_ language: PageLanguage) -> String {
    let words = FigureWords(language: language)
    let values = series.flatMap { $0.values.prefix(groups.count) + $0.lows + $0.highs }
    let scale = AxisScale(y, values: values + (y.scale == .linear ? [0] : []), padded: true)
    var frame = PlotFrame(
      title: title, y: scale, yTitle: y.title, series: series.map(\.name), lines: false,
      below: xTitle.isEmpty ? 30 : 48)
    let floor = frame.place(value: 0) ?? frame.floor
    let groupWidth = (frame.place(x: 1) - frame.place(x: 0)) / Double(max(1, groups.count))
    let barWidth = groupWidth * 0.8 / Double(max(1, series.count))
    let widest = max(2, Int(groupWidth / SVGDrawing.column) - 1)
    var gaps = 0
    for (index, group) in groups.enumerated() {
      let start = frame.place(x: 0) + Double(index) * groupWidth
      frame.drawing.text(
        SVGDrawing.label(group, widest: widest), x: start + groupWidth / 2, y: frame.floor + 18,
        anchor: .middle, tooltip: group)
      for (number, series) in series.enumerated() {
        let x = start + groupWidth * 0.1 + Double(number) * barWidth
        let isDrawn = draw(
          series, index, x: x + barWidth * 0.05, width: barWidth * 0.9, floor: floor,
          SeriesStyle(number: number), &frame)
        if !isDrawn { gaps += 1 }
      }
    }
    frame.drawing.line(
      (frame.place(x: 0), floor), (frame.place(x: 1), floor),
      SVGDrawing.Paint(stroke: SVGDrawing.ink))
    if !xTitle.isEmpty { frame.titleBelow(xTitle, at: 40) }
    frame.remark(groups.isEmpty || series.isEmpty ? words.nothing : words.gaps(gaps))
    return frame.drawing.element(title: title, description: description)
  }

  private func draw(
    _ series: Series, _ group: Int, x: Double, width: Double, floor: Double, _ style: SeriesStyle,
    _ frame: inout PlotFrame
  ) -> Bool {
    guard group < series.values.count, let top = frame.place(value: series.values[group]) else {
      return false
    }
    var tooltip = "\(groups[group]), \(series.name): \(PageNumber.value(series.values[group]))"
    let low = group < series.lows.count ? series.lows[group] : nil
    let high = group < series.highs.count ? series.highs[group] : nil
    if let low, let high {
      tooltip += " (\(PageNumber.value(low)) – \(PageNumber.value(high)))"
    }
    frame.drawing.rectangle(
      x: x, y: min(top, floor), width: width, height: max(0.5, abs(top - floor)),
      SVGDrawing.Paint(fill: style.colour), tooltip: tooltip)
    let ink = SVGDrawing.Paint(stroke: SVGDrawing.ink, width: 1.5)
    if let low = low.flatMap({ frame.place(value: $0) }),
      let high = high.flatMap({ frame.place(value: $0) })
    {
      let (middle, half) = (x + width / 2, min(5, width / 3))
      frame.drawing.line((middle, low), (middle, high), ink, tooltip: tooltip)
      for end in [low, high] {
        frame.drawing.line((middle - half, end), (middle + half, end), ink)
      }
    }
    return true
  }

  private var description: String {
    let parts = series.map { series in
      "\(series.name): "
        + zip(groups, series.values).map { "\($0) \(PageNumber.value($1))" }.joined(separator: ", ")
    }
    return "\(y.title). " + parts.joined(separator: "; ")
  }
}
