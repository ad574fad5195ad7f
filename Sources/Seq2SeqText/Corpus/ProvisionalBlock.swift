/// The pairs of one block of lines, read independently of all other blocks.
struct ProvisionalBlock: Sendable {
  private(set) var source = ProvisionalSide()
  private(set) var target = ProvisionalSide()
  /// The number of the line of each pair, from 1.
  private(set) var lines: [Int32] = []
  private(set) var report: CorpusReport

  init(_ block: Int, of reader: CorpusReader, source: SideOptions, target: SideOptions) {
    var sources = ProvisionalSide()
    var targets = ProvisionalSide()
    var lines: [Int32] = []
    report = reader.forEachPair(inBlock: block) { sourceText, targetText, line, report in
      if WhiteSpace.isBlank(sourceText) || WhiteSpace.isBlank(targetText) {
        report.emptySides.add(line: line)
        return
      }
      let sourceIsValid = source.pipeline.forEachToken(in: sourceText) { sources.append($0) }
      let targetIsValid = target.pipeline.forEachToken(in: targetText) { targets.append($0) }
      if !(sourceIsValid && targetIsValid) { report.repairedUTF8.add(line: line) }
      let fits =
        sources.openLength <= source.maximumLength && targets.openLength <= target.maximumLength
      sources.closeSentence(keeping: fits)
      targets.closeSentence(keeping: fits)
      if fits {
        lines.append(Int32(truncatingIfNeeded: line))
        report.kept += 1
      } else {
        report.overLong.add(line: line)
      }
    }
    self.source = sources
    self.target = targets
    self.lines = lines
  }
}
