import Seq2Seq

/// Says on standard error what had to be done to lines of the input, the first few by number.
struct LineWarnings {
  private enum Finding: String, CaseIterable {
    case repaired = "not UTF-8, repaired"
    case shortened = "longer than 1 MiB, the rest left out"
    case cut = "longer than the model reads, cut"
  }

  /// Lines of each kind that are named one by one.
  private static let shown = 5

  private let write: (String) -> Void
  private var counts: [Finding: Int] = [:]

  init(write: @escaping (String) -> Void = StandardError.write) {
    self.write = write
  }

  /// Hears of a line and what became of it.
  mutating func add(_ line: InputLine, _ translation: Translation, limit: Int) {
    if line.isRepaired { add(.repaired, line, "is not UTF-8; its broken bytes became U+FFFD") }
    if line.isShortened {
      add(.shortened, line, "is longer than 1 MiB; only its beginning is read")
    }
    if let tokens = translation.truncatedFrom {
      add(.cut, line, "has \(tokens.of("token")); only the first \(limit.grouped) are translated")
    }
  }

  /// The sums, if more lines were concerned than were named.
  func finish() {
    for finding in Finding.allCases {
      guard let count = counts[finding], count > LineWarnings.shown else { continue }
      write("warning: standard input: \(count.of("line")) in all \(finding.rawValue)\n")
    }
  }

  private mutating func add(_ finding: Finding, _ line: InputLine, _ what: String) {
    counts[finding, default: 0] += 1
    if counts[finding, default: 0] <= LineWarnings.shown {
      write("warning: standard input:\(line.number): the line \(what)\n")
    }
  }
}
