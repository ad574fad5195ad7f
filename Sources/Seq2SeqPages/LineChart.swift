/// Series of points over a common x axis, each with a band of uncertainty if it has one.
public struct LineChart: Figure {
  /// One point.
  public struct Point: Sendable {
    /// Where.
    public var x: Double
    /// What.
    public var y: Double
    /// The lower end of the band, for instance the least of several seeds.
    public var low: Double?
    /// The upper end of the band.
    public var high: Double?

    /// Makes a point.
    public init(_ x: Double, _ y: Double, low: Double? = nil, high: Double? = nil) {
      (self.x, self.y, self.low, self.high) = (x, y, low, high)
    }
  }

  /// Points that belong together, in the order in which they are joined.
  public struct Series: Sendable {
    /// What the legend calls it.
    public var name: String
    /// Its points.
    public var points: [Point]

    /// Makes a series.
    public init(_ name: String, _ points: [Point]) {
      (self.name, self.points) = (name, points)
    }
  }

  /// More points than these are drawn as a line without marks.
  private static let mostMarks = 120

  private let title: String
  private let x: ChartAxis
  private let y: ChartAxis
  private let series: [Series]

  /// Makes a chart. A point that is not finite, or not positive on a logarithmic axis, breaks its line.
  public init(title: String, x: ChartAxis, y: ChartAxis, series: [Series]) {
    (self.title, self.x, self.y, self.series) = (title, x, y, series)
  }

  /// The `<svg>` element.
  public func svg(_ language: PageLanguage) -> String {
    let words = FigureWords(language: language)
    let points = series.flatMap(\.points)
    let xScale = AxisScale(x, values: points.map(\.x), padded: false)
    let yScale = AxisScale(
      y, values: points.flatMap { [$0.y, $0.low ?? $0.y, $0.high ?? $0.y] }, padded: true)
    var frame = PlotFrame(
      title: title, y: yScale, yTitle: y.title, series: series.map(\.name), lines: true, below: 46)
    for label in xScale.labels {
      let place = frame.place(x: label.position)
      frame.drawing.line(
        (place, frame.floor), (place, frame.floor + 4), SVGDrawing.Paint(stroke: SVGDrawing.ink))
      frame.drawing.text(label.text, x: place, y: frame.floor + 18, anchor: .middle)
    }
    frame.titleBelow(x.title, at: 38)
    var gaps = 0
    for (number, series) in series.enumerated() {
      let runs = runs(of: series, frame, xScale)
      gaps += series.points.count - runs.reduce(0) { $0 + $1.count }
      draw(series, runs, SeriesStyle(number: number), &frame)
    }
    frame.remark(points.isEmpty ? words.nothing : words.gaps(gaps))
    return frame.drawing.element(title: title, description: description)
  }

  private typealias Placed = (x: Double, y: Double, point: Point)

  /// The stretches without a gap.
  private func runs(of series: Series, _ frame: PlotFrame, _ xScale: AxisScale) -> [[Placed]] {
    var runs: [[Placed]] = [[]]
    for point in series.points {
      if let x = xScale.position(point.x), let y = frame.place(value: point.y) {
        runs[runs.count - 1].append((frame.place(x: x), y, point))
      } else if runs.last?.isEmpty == false {
        runs.append([])
      }
    }
    return runs.filter { !$0.isEmpty }
  }

  private func draw(
    _ series: Series, _ runs: [[Placed]], _ style: SeriesStyle, _ frame: inout PlotFrame
  ) {
    let hasMarks = series.points.count <= LineChart.mostMarks
    for run in runs {
      let band = run.compactMap { placed -> (x: Double, low: Double, high: Double)? in
        guard let low = placed.point.low.flatMap({ frame.place(value: $0) }),
          let high = placed.point.high.flatMap({ frame.place(value: $0) })
        else { return nil }
        return (placed.x, low, high)
      }
      frame.drawing.polyline(
        band.map { ($0.x, $0.high) } + band.reversed().map { ($0.x, $0.low) }, closed: true,
        SVGDrawing.Paint(fill: style.colour, opacity: 0.18), tooltip: series.name)
      frame.drawing.polyline(
        run.map { ($0.x, $0.y) },
        SVGDrawing.Paint(stroke: style.colour, width: 2, dash: style.dash), tooltip: series.name)
      // A stretch of one point would be invisible without its mark.
      guard hasMarks || run.count == 1 else { continue }
      for placed in run {
        style.mark(
          &frame.drawing, x: placed.x, y: placed.y, tooltip: tooltip(series, placed.point))
      }
    }
  }

  private func tooltip(_ series: Series, _ point: Point) -> String {
    var text = "\(series.name): \(x.title) \(PageNumber.value(point.x)), "
    text += "\(y.title) \(PageNumber.value(point.y))"
    if let low = point.low, let high = point.high {
      text += " (\(PageNumber.value(low)) – \(PageNumber.value(high)))"
    }
    return text
  }

  private var description: String {
    let parts = series.map { series in
      let ends = [series.points.first, series.points.last].compactMap { $0 }.map {
        "(\(PageNumber.value($0.x)), \(PageNumber.value($0.y)))"
      }
      return "\(series.name): \(series.points.count), \(ends.joined(separator: " → "))"
    }
    return "\(y.title) / \(x.title). " + parts.joined(separator: "; ")
  }
}
