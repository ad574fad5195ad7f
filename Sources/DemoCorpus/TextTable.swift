import Seq2SeqText

/// Columns of text side by side on a terminal; what is too wide is wrapped in its column.
struct TextTable: Sendable {
  var titles: [String]
  var rows: [[String]]

  private static let gap = 2

  /// The table in lines of at most `width` columns (a column never falls under 8).
  func rendered(width: Int) -> String {
    let cells = rows.map { $0.map(Self.singleLine) }
    let widths = columnWidths(of: cells, within: width)
    let rule = widths.map { String(repeating: "─", count: $0) }
    var lines = Self.lines(of: titles, widths: widths) + Self.lines(of: rule, widths: widths)
    for row in cells { lines += Self.lines(of: row, widths: widths) }
    return lines.joined(separator: "\n")
  }

  /// Natural widths where they fit; otherwise the widest columns give way together.
  private func columnWidths(of cells: [[String]], within width: Int) -> [Int] {
    var widths = titles.indices.map { column in
      ([titles] + cells).map { $0[column].displayWidth }.max() ?? 0
    }
    let room = max(width - Self.gap * (titles.count - 1), 8 * titles.count)
    let natural = widths.reduce(0, +)
    guard natural > room else { return widths }
    // The largest cap under which all columns fit together.
    let cap = (8...max(8, room)).last { cap in widths.reduce(0) { $0 + min($1, cap) } <= room } ?? 8
    widths = widths.map { min($0, cap) }
    return widths
  }

  private static func lines(of row: [String], widths: [Int]) -> [String] {
    let wrapped = zip(row, widths).map { wrap($0, width: $1) }
    let height = wrapped.map(\.count).max() ?? 0
    return (0..<height).map { line in
      let pieces = zip(wrapped, widths).map { column, width in
        (line < column.count ? column[line] : "").padding(to: width)
      }
      let text = pieces.joined(separator: String(repeating: " ", count: gap))
      return String(text.reversed().drop { $0 == " " }.reversed())
    }
  }

  /// Breaks a text at spaces, and inside a word that is wider than the column.
  static func wrap(_ text: String, width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, line.displayWidth + 1 + word.displayWidth <= width {
        line += " " + word
        continue
      }
      if !line.isEmpty { lines.append(line) }
      line = ""
      for character in word {
        if !line.isEmpty, line.displayWidth + character.displayWidth > width {
          lines.append(line)
          line = ""
        }
        line.append(character)
      }
    }
    return line.isEmpty && !lines.isEmpty ? lines : lines + [line]
  }

  /// Control characters would move the cursor; a model's output may hold any character.
  private static func singleLine(_ text: String) -> String {
    let scalars = text.unicodeScalars.map { scalar in
      scalar.properties.generalCategory == .control ? " " : scalar
    }
    return String(String.UnicodeScalarView(scalars))
  }
}
