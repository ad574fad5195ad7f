import Foundation

/// A matrix of values as coloured cells: attention, states over time, confusion.
public struct HeatMap: Figure {
  /// How values become colours.
  public enum Colours: Sendable {
    /// From the ground to one strong colour: for what starts from zero.
    case sequential
    /// One colour below zero, another above: for what has two signs.
    case diverging
  }

  private let title: String
  private let rowTitle: String
  private let columnTitle: String
  private let rows: [String]
  private let columns: [String]
  private let values: [[Double]]
  private let range: ClosedRange<Double>?
  private let colours: Colours
  private let showsNumbers: Bool

  /// Makes a map.
  ///
  /// - Parameters:
  ///   - rows: The rows' labels, from top to bottom.
  ///   - columns: The columns' labels, from left to right.
  ///   - values: `values[row][column]`; what is missing or not finite is a gap.
  ///   - range: The values of the palest and the strongest colour; the values' own unless given. With
  ///     diverging colours zero is in the middle, and the greater bound by size counts for both sides.
  ///   - showsNumbers: Whether cells hold their number.
  public init(
    title: String, rows: [String], columns: [String], values: [[Double]], rowTitle: String = "",
    columnTitle: String = "", range: ClosedRange<Double>? = nil, colours: Colours = .sequential,
    showsNumbers: Bool = false
  ) {
    (self.title, self.rows, self.columns, self.values) = (title, rows, columns, values)
    (self.rowTitle, self.columnTitle, self.range) = (rowTitle, columnTitle, range)
    (self.colours, self.showsNumbers) = (colours, showsNumbers)
  }

  private static let widestLabel = 16

  /// The `<svg>` element.
  public func svg(_ language: PageLanguage) -> String {
    let words = FigureWords(language: language)
    let rowLabels = rows.map { SVGDrawing.label($0, widest: HeatMap.widestLabel) }
    let columnLabels = columns.map { SVGDrawing.label($0, widest: HeatMap.widestLabel) }
    let widest = columnLabels.map { SVGDrawing.width(of: $0) }.max() ?? 0
    // Labels lie flat where they fit a cell, and stand where they do not.
    let cell = showsNumbers ? 44.0 : columns.count > 40 ? 18 : 26
    let isFlat = widest + 6 <= 64
    let cellWidth = isFlat ? max(cell, widest + 6) : cell
    let cellHeight = rows.count > 24 && !showsNumbers ? 16.0 : 24
    let left =
      (rowLabels.map { SVGDrawing.width(of: $0) }.max() ?? 0) + (rowTitle.isEmpty ? 16 : 36)
    let top = 34 + (columnTitle.isEmpty ? 0 : 18) + (isFlat ? 20 : widest + 10)
    let width = max(
      left + Double(columns.count) * cellWidth + 16, SVGDrawing.width(of: title, size: 14) + 40,
      280)
    var drawing = SVGDrawing(width: width, height: top + Double(rows.count) * cellHeight + 64)
    drawing.text(
      SVGDrawing.label(title, widest: 90), x: width / 2, y: 18, size: 14, anchor: .middle,
      bold: true)
    drawing.text(
      SVGDrawing.label(columnTitle, widest: 60),
      x: left + Double(columns.count) * cellWidth / 2, y: 38, anchor: .middle)
    if !rowTitle.isEmpty {
      drawing.text(
        SVGDrawing.label(rowTitle, widest: 30), x: 14,
        y: top + Double(rows.count) * cellHeight / 2, anchor: .middle, turned: true)
    }
    for (index, label) in columnLabels.enumerated() {
      let x = left + (Double(index) + 0.5) * cellWidth
      drawing.text(
        label, x: isFlat ? x : x + 4, y: top - 7, anchor: isFlat ? .middle : .start,
        turned: !isFlat, tooltip: columns[index])
    }
    for (index, label) in rowLabels.enumerated() {
      drawing.text(
        label, x: left - 6, y: top + (Double(index) + 0.5) * cellHeight + 4, anchor: .end,
        tooltip: rows[index])
    }
    let limits = limits
    var gaps = 0
    for row in rows.indices {
      for column in columns.indices {
        guard let value = value(row, column) else {
          gaps += 1
          continue
        }
        let x = left + Double(column) * cellWidth
        let y = top + Double(row) * cellHeight
        draw(
          value, limits, x: x, y: y, width: cellWidth, height: cellHeight, &drawing,
          tooltip: "\(rows[row]) × \(columns[column]): \(PageNumber.value(value))")
      }
    }
    let floor = top + Double(rows.count) * cellHeight
    key(limits, x: left, y: floor + 12, &drawing)
    let remark = rows.isEmpty || columns.isEmpty ? words.nothing : words.gaps(gaps)
    if let remark {
      drawing.text(remark, x: left, y: floor + 56, size: 11, fill: SVGDrawing.quiet)
    }
    return drawing.element(title: title, description: description)
  }

  private func value(_ row: Int, _ column: Int) -> Double? {
    guard row < values.count, column < values[row].count, values[row][column].isFinite else {
      return nil
    }
    return values[row][column]
  }

  /// The values at the two ends of the colours.
  private var limits: (low: Double, high: Double) {
    let finite = values.joined().filter(\.isFinite)
    var low = range?.lowerBound ?? finite.min() ?? 0
    var high = range?.upperBound ?? finite.max() ?? 1
    if !low.isFinite { low = 0 }
    if !high.isFinite { high = low + 1 }
    switch colours {
    case .sequential: return (low, high > low ? high : low + 1)
    case .diverging:
      let reach = max(abs(low), abs(high))
      return reach > 0 ? (-reach, reach) : (-1, 1)
    }
  }

  /// How strongly a value is coloured, from 0 to 1, and with what.
  private func colour(
    _ value: Double, _ limits: (low: Double, high: Double)
  ) -> (strength: Double, fill: String) {
    switch colours {
    case .sequential:
      // Halves first: the width of the range itself might overflow.
      let share = (value / 2 - limits.low / 2) / (limits.high / 2 - limits.low / 2)
      return (share.clamped, "var(--heat,#062a5f)")
    case .diverging:
      return (
        abs(value / limits.high).clamped,
        value < 0 ? "var(--cold,#6b2500)" : "var(--heat,#062a5f)"
      )
    }
  }

  private func draw(
    _ value: Double, _ limits: (low: Double, high: Double), x: Double, y: Double, width: Double,
    height: Double, _ drawing: inout SVGDrawing, tooltip: String
  ) {
    let (strength, fill) = colour(value, limits)
    // The frame shows where a pale cell is; the ground of the page shines through.
    drawing.rectangle(
      x: x, y: y, width: width, height: height,
      SVGDrawing.Paint(fill: fill, stroke: SVGDrawing.rule, width: 0.5, opacity: strength),
      tooltip: tooltip)
    if showsNumbers {
      drawing.text(
        HeatMap.short(value), x: x + width / 2, y: y + height / 2 + 4, size: 11, anchor: .middle,
        fill: strength > 0.64 ? "var(--on-strong,#ffffff)" : "var(--on-weak,#000000)",
        tooltip: tooltip)
    }
  }

  /// At most six characters.
  private static func short(_ value: Double) -> String {
    let size = abs(value)
    if size >= 1e4 { return String(format: "%.0e", value).replacing("-", with: "−") }
    let decimals = size >= 100 ? 0 : size >= 10 ? 1 : 2
    let text = String(format: "%.\(decimals)f", value)
    return text.contains { ("1"..."9").contains($0) } ? text.replacing("-", with: "−") : "0"
  }

  /// The colours with their values, so that a map can be read without tooltips.
  private func key(
    _ limits: (low: Double, high: Double), x: Double, y: Double, _ drawing: inout SVGDrawing
  ) {
    let steps = 12
    for step in 0...steps {
      let share = Double(step) / Double(steps)
      let value = limits.low * (1 - share) + limits.high * share
      let (strength, fill) = colour(value, limits)
      drawing.rectangle(
        x: x + Double(step) * 14, y: y, width: 14, height: 10,
        SVGDrawing.Paint(fill: fill, stroke: SVGDrawing.rule, width: 0.5, opacity: strength),
        tooltip: PageNumber.value(value))
    }
    drawing.text(PageNumber.value(limits.low), x: x, y: y + 25, size: 11)
    drawing.text(
      PageNumber.value(limits.high), x: x + Double(steps + 1) * 14, y: y + 25, size: 11,
      anchor: .end)
  }

  private var description: String {
    let finite = values.joined().filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max() else { return title }
    return "\(rows.count) × \(columns.count), \(PageNumber.value(low)) – \(PageNumber.value(high))"
  }
}
