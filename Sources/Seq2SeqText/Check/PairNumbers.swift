/// The pairs of a file by the numbers of their texts, which are the same in all files.
struct PairNumbers {
  /// A pair.
  struct Pair: Hashable {
    let source: Int
    let target: Int
  }

  private(set) var pairs: [Pair] = []
  /// The numbers of their lines, from 1.
  private(set) var lines: [Int] = []

  mutating func add(_ pair: Pair, line: Int) {
    pairs.append(pair)
    lines.append(line)
  }

  /// Pairs that were there before.
  var repeated: CorpusReport.Finding {
    var seen: Set<Pair> = []
    var finding = CorpusReport.Finding()
    for (pair, line) in zip(pairs, lines) where !seen.insert(pair).inserted {
      finding.add(line: line)
    }
    return finding
  }

  /// Sources with several targets.
  ///
  /// - Parameter texts: What the numbers stand for.
  func contradictions(_ texts: TextNumbers) -> Contradictions {
    /// The targets of a source as they came, each once, with the line where it came first.
    var targets: [Int: [(target: Int, line: Int)]] = [:]
    var occurrences: [Int: Int] = [:]
    var seen: Set<Pair> = []
    for (pair, line) in zip(pairs, lines) {
      occurrences[pair.source, default: 0] += 1
      if seen.insert(pair).inserted {
        targets[pair.source, default: []].append((pair.target, line))
      }
    }
    let contradicted = targets.filter { $0.value.count > 1 }
      .sorted { $0.value[0].line < $1.value[0].line }
    var found = Contradictions()
    found.sources = contradicted.count
    found.lines = contradicted.reduce(0) { $0 + (occurrences[$1.key] ?? 0) }
    found.examples = contradicted.prefix(5).map { source, targets in
      Contradictions.Example(
        source: texts.text(source), targets: targets.prefix(3).map { texts.text($0.target) },
        lines: targets.prefix(3).map(\.line))
    }
    return found
  }

  /// What a later file has in common with this one.
  func overlap(with later: PairNumbers) -> (
    sources: CorpusReport.Finding, pairs: CorpusReport.Finding
  ) {
    let known = (sources: Set(pairs.map(\.source)), pairs: Set(pairs))
    var found = (sources: CorpusReport.Finding(), pairs: CorpusReport.Finding())
    for (pair, line) in zip(later.pairs, later.lines) {
      if known.sources.contains(pair.source) { found.sources.add(line: line) }
      if known.pairs.contains(pair) { found.pairs.add(line: line) }
    }
    return found
  }
}
