/// Looks at the files of a task before anything is trained: what the vocabulary of the training pairs covers of the
/// other files, symbols it has never seen, pairs that are there twice or contradict each other, pairs that are in
/// two files, and lines that are odd.
public struct CorpusChecker: Sendable {
  private let source: SideOptions
  private let target: SideOptions
  private let sharedVocabulary: Bool
  private let threads: Int?

  /// Makes a checker that reads text as training would.
  ///
  /// - Parameters:
  ///   - sharedVocabulary: Whether training would build one vocabulary from both sides.
  ///   - threads: The number of threads; all cores if it is `nil`.
  public init(
    source: SideOptions, target: SideOptions, sharedVocabulary: Bool = false, threads: Int? = nil
  ) {
    (self.source, self.target) = (source, target)
    (self.sharedVocabulary, self.threads) = (sharedVocabulary, threads)
  }

  /// Looks at files of pairs.
  ///
  /// - Parameters:
  ///   - train: The training pairs, which make the vocabularies.
  ///   - others: Files to compare with them and with each other.
  /// - Throws: ``UserError`` if a file cannot be read or has no pair.
  public func check(_ train: CorpusFiles, _ others: [CorpusFiles] = []) throws -> CorpusCheck {
    let loaded = try CorpusLoader.load(
      train, source: source, target: target, sharedVocabulary: sharedVocabulary, threads: threads)
    var texts = TextNumbers()
    let reads = try ([train] + others).map { try read($0, &texts) }
    let known = reads.first.map { ($0.source.seenSymbols, $0.target.seenSymbols) } ?? ([], [])
    let splits = reads.map { read in
      var split = read.split
      split.source = read.source.finished(loaded.sourceVocabulary, known: known.0)
      split.target = read.target.finished(loaded.targetVocabulary, known: known.1)
      split.repeatedPairs = read.pairs.repeated
      split.contradictions = read.pairs.contradictions(texts)
      return split
    }
    let overlaps = reads.indices.flatMap { first in
      reads.indices.dropFirst(first + 1).map { second in
        let common = reads[first].pairs.overlap(with: reads[second].pairs)
        return SplitOverlap(
          first: reads[first].split.name, second: reads[second].split.name,
          sources: common.sources, pairs: common.pairs)
      }
    }
    return CorpusCheck(splits: splits, overlaps: overlaps)
  }

  /// A file as it was read.
  private struct Read {
    var split: SplitCheck
    var source: SideCollector
    var target: SideCollector
    var pairs = PairNumbers()
  }

  private func read(_ files: CorpusFiles, _ texts: inout TextNumbers) throws -> Read {
    let reader = try CorpusReader(files)
    var read = Read(
      split: SplitCheck(name: files.name), source: SideCollector(source),
      target: SideCollector(target))
    var report = CorpusReport(name: files.name)
    for block in 0..<reader.blockCount {
      report.append(
        reader.forEachPair(inBlock: block) { source, target, line, report in
          if !(TextScan(source).isValid && TextScan(target).isValid) {
            report.repairedUTF8.add(line: line)
          }
          report.kept += 1
          let sourceText = read.source.add(source, number: line)
          let targetText = read.target.add(target, number: line)
          guard let sourceText, let targetText else { return }
          read.pairs.add(
            PairNumbers.Pair(
              source: texts.number(of: sourceText), target: texts.number(of: targetText)),
            line: line)
        })
    }
    try reader.requireWellFormedLine(report)
    (read.split.lines, read.split.pairs) = (report.lines, report.kept)
    (read.split.malformed, read.split.extraColumns) = (report.malformed, report.extraColumns)
    read.split.brokenUTF8 = report.repairedUTF8
    return read
  }
}
