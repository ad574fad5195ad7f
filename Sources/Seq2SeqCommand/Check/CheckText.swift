import Seq2Seq
import Seq2SeqText

/// What `check` found, for a terminal.
struct CheckText {
  private static let shownSymbols = 10
  private static let widestName = 32
  private static let widestBar = 30

  private let check: CorpusCheck
  private let terminal: Terminal
  private var lines: [String] = []

  init(_ check: CorpusCheck, _ terminal: Terminal) {
    (self.check, self.terminal) = (check, terminal)
    addFiles()
    addCoverage()
    addSymbols()
    addForms()
    addContradictions()
    addOverlaps()
    addLengths()
    addOddLines()
  }

  /// The text, ending in a line feed.
  var text: String { lines.map { $0 + "\n" }.joined() }

  private mutating func heading(_ text: String) {
    if !lines.isEmpty { lines.append("") }
    lines.append(terminal.heading(text.onOneLine))
  }

  private mutating func add(_ table: TerminalTable) { lines += table.lines(width: terminal.width) }

  /// Both sides of every file.
  private var sides: [(file: String, name: String, side: SideCheck)] {
    check.splits.flatMap { split in
      [
        (CheckText.name(split.name), "source", split.source),
        (CheckText.name(split.name), "target", split.target),
      ]
    }
  }

  private static func name(_ file: String) -> String {
    TokenLabel(file, widest: widestName, isProse: true).text
  }

  private mutating func addFiles() {
    heading("Files")
    var table = TerminalTable([
      ("file", .left), ("lines", .right), ("pairs", .right), ("there before", .right),
      ("contradicted sources", .right), ("in lines", .right),
    ])
    for split in check.splits {
      table.add([
        CheckText.name(split.name), split.lines.grouped, split.pairs.grouped,
        split.repeatedPairs.count.grouped, split.contradictions.sources.grouped,
        split.contradictions.lines.grouped,
      ])
    }
    add(table)
  }

  private mutating func addCoverage() {
    heading("Coverage by the vocabulary of \(check.splits.first?.name ?? "")")
    var table = TerminalTable([
      ("file", .left), ("side", .left), ("tokens", .right), ("known", .right), ("types", .right),
      ("known", .right), ("unseen symbols", .right),
    ])
    for (file, name, side) in sides {
      table.add([
        file, name, side.tokens.grouped, side.tokenCoverage.fixed(2) + " %", side.types.grouped,
        side.typeCoverage.fixed(2) + " %", side.unseenSymbols.count.grouped,
      ])
    }
    add(table)
  }

  private mutating func addSymbols() {
    for (file, name, side) in sides where !side.unseenSymbols.isEmpty {
      heading("Symbols of \(file), \(name), that training never sees")
      var table = TerminalTable([
        ("", .left), ("code point", .left), ("times", .right), ("first at line", .right),
        ("name", .left),
      ])
      for symbol in side.unseenSymbols.prefix(CheckText.shownSymbols) {
        table.add([
          TokenLabel(symbol.symbol, widest: 4).text, symbol.codePoint, symbol.count.grouped,
          symbol.firstLine.grouped, symbol.name,
        ])
      }
      add(table)
      let more = side.unseenSymbols.count - CheckText.shownSymbols
      if more > 0 { lines.append("and \(more.of("further symbol")); --json has all") }
    }
  }

  private mutating func addForms() {
    let found = sides.filter { $0.side.decomposed.count > 0 }
    guard !found.isEmpty else { return }
    heading("Unicode forms")
    for (file, name, side) in found {
      let mix =
        side.mixesForms
        ? ", \(side.composed.count.grouped) in NFC: a mix" : ""
      lines.append(
        "\(file), \(name): \(side.decomposed.count.of("line")) not in NFC "
          + "(\(CheckText.places(side.decomposed)))\(mix)")
    }
    lines.append("All text is composed to NFC when it is read; other programs may count it twice.")
  }

  private mutating func addContradictions() {
    for split in check.splits where split.contradictions.sources > 0 {
      heading("Sources of \(split.name) with several targets")
      for example in split.contradictions.examples {
        let targets = zip(example.targets, example.lines).map { target, line in
          "\(CheckText.shown(target)) (line \(line.grouped))"
        }
        lines.append("\(CheckText.shown(example.source)) → \(targets.joined(separator: ", "))")
      }
      let more = split.contradictions.sources - split.contradictions.examples.count
      if more > 0 { lines.append("and \(more.of("further source"))") }
    }
  }

  private mutating func addOverlaps() {
    guard !check.overlaps.isEmpty else { return }
    heading("In two files")
    var table = TerminalTable([
      ("file", .left), ("is in", .left), ("lines with such a source", .right),
      ("with such a pair", .right), ("the first", .left),
    ])
    for overlap in check.overlaps {
      table.add([
        CheckText.name(overlap.second), CheckText.name(overlap.first),
        overlap.sources.count.grouped, overlap.pairs.count.grouped,
        overlap.sources.count == 0 ? "" : CheckText.places(overlap.sources),
      ])
    }
    add(table)
  }

  private mutating func addLengths() {
    heading("Lengths in tokens")
    var table = TerminalTable([
      ("file", .left), ("side", .left), ("shortest", .right), ("median", .right), ("mean", .right),
      ("99 %", .right), ("longest", .right), ("over the maximum", .right),
    ])
    for (file, name, side) in sides {
      let lengths = side.lengths
      table.add([
        file, name, lengths.shortest.grouped, lengths.median.grouped, lengths.mean.fixed(1),
        lengths.percentile99.grouped, lengths.longest.grouped, side.overLong.count.grouped,
      ])
    }
    add(table)
    guard let train = check.splits.first else { return }
    for (name, side) in [("source", train.source), ("target", train.target)] {
      lines += ["", "\(CheckText.name(train.name)), \(name)"]
      let most = side.lengths.bins.map(\.lines).max() ?? 0
      var histogram = TerminalTable([("tokens", .right), ("lines", .right), ("", .left)])
      for bin in side.lengths.bins {
        let bar = most == 0 ? 0 : (CheckText.widestBar * bin.lines + most - 1) / most
        histogram.add([
          bin.from == bin.to ? bin.from.grouped : "\(bin.from.grouped)–\(bin.to.grouped)",
          bin.lines.grouped, String(repeating: "█", count: bar),
        ])
      }
      add(histogram)
    }
  }

  private mutating func addOddLines() {
    let found = check.splits.flatMap { split in
      [
        (split.malformed, "no tab, left out"),
        (split.extraColumns, "more than two columns, the further ones ignored"),
        (split.brokenUTF8, "not UTF-8, the broken bytes are read as U+FFFD"),
        (split.source.empty, "the source is empty, left out of training"),
        (split.target.empty, "the target is empty, left out of training"),
      ].filter { $0.0.count > 0 }.map { (split.name, $0.0, $0.1) }
    }
    guard !found.isEmpty else { return }
    heading("Lines to look at")
    for (name, finding, what) in found {
      lines += finding.firstLines.map { "\(name.onOneLine):\($0): \(what)" }
      let more = finding.count - finding.firstLines.count
      if more > 0 { lines.append("and \(more.of("further such line"))") }
    }
  }

  private static func places(_ finding: CorpusReport.Finding) -> String {
    let numbers = finding.firstLines.map(\.grouped).joined(separator: ", ")
    return (finding.count == 1 ? "line " : "lines ") + numbers
      + (finding.count > finding.firstLines.count ? ", …" : "")
  }

  private static func shown(_ text: String) -> String {
    TokenLabel(text, widest: 40, isProse: true).text
  }
}
