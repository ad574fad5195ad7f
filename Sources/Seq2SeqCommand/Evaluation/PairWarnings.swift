import Seq2Seq

/// What is odd about pairs that are evaluated or scored, for standard error.
enum PairWarnings {
  /// A line for each kind of oddity.
  static func lines(_ report: CorpusReport) -> [String] {
    let findings: [(CorpusReport.Finding, String)] = [
      (report.malformed, "without a tab, left out"),
      (report.emptySides, "with an empty side"),
      (report.extraColumns, "with more than two columns, the further ones ignored"),
      (report.repairedUTF8, "not UTF-8, the broken bytes are now U+FFFD"),
    ]
    return findings.filter { $0.0.count > 0 }.map { finding, what in
      let lines = finding.firstLines.map(\.grouped).joined(separator: ", ")
      let more = finding.count > finding.firstLines.count ? ", …" : ""
      return "warning: \(report.name): \(finding.count.of("line")) \(what) (\(lines)\(more))"
    }
  }

  /// Writes them.
  static func write(_ report: CorpusReport) {
    StandardError.write(lines(report).map { $0.onOneLine + "\n" }.joined())
  }
}
