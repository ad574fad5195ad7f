/// What was found in a corpus: nothing is left out in silence.
public struct CorpusReport: Sendable, Equatable {
  /// Lines of one sort: how many there are, and where the first of them stand.
  public struct Finding: Sendable, Equatable, Encodable {
    enum CodingKeys: String, CodingKey {
      case count
      case firstLines = "first_lines"
    }

    /// The number of lines.
    public private(set) var count = 0
    /// The numbers, from 1, of the first five lines.
    public private(set) var firstLines: [Int] = []

    /// Makes an empty finding.
    public init() {}

    mutating func add(line: Int) {
      count += 1
      if firstLines.count < 5 { firstLines.append(line) }
    }

    /// Adds what was found further down in the file.
    mutating func append(_ later: Finding) {
      count += later.count
      firstLines = Array((firstLines + later.firstLines).prefix(5))
    }
  }

  /// The file or files.
  public var name: String
  /// All lines.
  public var lines = 0
  /// The pairs that are used.
  public var kept = 0
  /// Lines without a tab; left out.
  public var malformed = Finding()
  /// Lines with more than two columns; the further columns are ignored.
  public var extraColumns = Finding()
  /// Pairs of which a side is empty or white space; left out of training, kept for validation.
  public var emptySides = Finding()
  /// Whether pairs with an empty side are among those that are used.
  public var keepsEmptySides = false
  /// Pairs of which a side has more tokens than its maximum length; left out of training.
  public var overLong = Finding()
  /// Pairs that were there before, token for token. They are kept: how often a pair occurs is its
  /// weight.
  public var duplicates = Finding()
  /// Lines that were not UTF-8; the broken bytes became U+FFFD.
  public var repairedUTF8 = Finding()

  /// What else there is to know, a line each: how subword models were made.
  public var notes: [String] = []

  /// Makes a report on nothing.
  public init(name: String) {
    self.name = name
  }

  /// Adds the report on what stands further down in the file.
  mutating func append(_ later: CorpusReport) {
    keepsEmptySides = keepsEmptySides || later.keepsEmptySides
    lines += later.lines
    kept += later.kept
    malformed.append(later.malformed)
    extraColumns.append(later.extraColumns)
    emptySides.append(later.emptySides)
    overLong.append(later.overLong)
    duplicates.append(later.duplicates)
    repairedUTF8.append(later.repairedUTF8)
    notes += later.notes
  }

  /// The report for people: a line with the sums, then an indented line for each finding.
  public var summaryLines: [String] {
    let sums = "\(name): \(counted(lines, "line")), \(counted(kept, "pair")) kept"
    let findings: [(Finding, String)] = [
      (malformed, "without a tab, left out"),
      (emptySides, "with an empty side, " + (keepsEmptySides ? "kept" : "left out")),
      (overLong, "over the maximum length, left out"),
      (duplicates, "seen before, kept"),
      (extraColumns, "with more than two columns, the further ones ignored"),
      (repairedUTF8, "with broken UTF-8, repaired"),
    ]
    return [sums]
      + findings.filter { $0.0.count > 0 }.map { finding, what in
        "  \(grouped(finding.count)) \(what) (\(place(of: finding)))"
      } + notes.map { "  " + $0 }
  }

  private func place(of finding: Finding) -> String {
    let lines = finding.firstLines.map { grouped($0) }
    return finding.count == 1
      ? "line " + lines.joined()
      : finding.count <= lines.count
        ? "lines " + lines.joined(separator: ", ") : "first at line " + (lines.first ?? "")
  }

  private func counted(_ count: Int, _ noun: String) -> String {
    "\(grouped(count)) \(noun)\(count == 1 ? "" : "s")"
  }

  /// The number with a comma before each group of three digits.
  private func grouped(_ number: Int) -> String {
    let digits = Array(String(number))
    return digits.indices.reduce(into: "") { text, index in
      if index > 0 && (digits.count - index) % 3 == 0 { text.append(",") }
      text.append(digits[index])
    }
  }
}
