import Seq2SeqText

/// Columns of text side by side, aligned by the columns that characters take on a terminal.
struct TerminalTable {
  /// How a column is set.
  enum Alignment { case left, right }

  private static let gap = "  "
  private let alignments: [Alignment]
  private var rows: [[String]] = []

  init(_ header: [(title: String, alignment: Alignment)]) {
    alignments = header.map(\.alignment)
    rows.append(header.map(\.title))
  }

  mutating func add(_ row: [String]) { rows.append(row) }

  /// The lines, the header first; columns that do not fit are left out at the right.
  func lines(width: Int) -> [String] {
    let widths = alignments.indices.map { column in
      rows.map { column < $0.count ? $0[column].displayWidth : 0 }.max() ?? 0
    }
    var used = 0
    let shown = alignments.indices.prefix { column in
      used += widths[column] + TerminalTable.gap.count
      return column == 0 || used <= width
    }
    return rows.map { row in
      let line = shown.map { column in
        let text = column < row.count ? row[column] : ""
        return alignments[column] == .left
          ? text.padding(to: widths[column])
          : String(repeating: " ", count: widths[column] - text.displayWidth) + text
      }.joined(separator: TerminalTable.gap)
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }
}
