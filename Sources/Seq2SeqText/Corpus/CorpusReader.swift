import Foundation

/// Reads the pairs of a corpus from memory-mapped files, line by line.
///
/// A line of a TSV file needs a tab; columns after the second are ignored. Lines without one are
/// skipped and reported. Lines end at `\n` only, as in ``LineReader``.
public struct CorpusReader: Sendable {
  /// The lines in a block, the unit of work of a thread. The result does not depend on it.
  static let linesPerBlock = 16_384

  private let files: CorpusFiles
  private let source: Data
  /// The second file, if there are two.
  private let target: Data?
  private let sourceIndex: LineIndex
  private let targetIndex: LineIndex?

  /// Opens the files.
  ///
  /// - Throws: ``UserError`` if a file is missing, cannot be read or is empty, or if parallel files
  ///   differ in their numbers of lines.
  public init(_ files: CorpusFiles) throws {
    try self.init(files, linesPerBlock: Self.linesPerBlock)
  }

  init(_ files: CorpusFiles, linesPerBlock: Int) throws {
    self.files = files
    switch files {
    case .tsv(let path):
      source = try Self.open(path)
      target = nil
    case .parallel(let sourcePath, let targetPath):
      source = try Self.open(sourcePath)
      target = try Self.open(targetPath)
    }
    sourceIndex = LineIndex(source.span, linesPerBlock: linesPerBlock)
    targetIndex = target.map { LineIndex($0.span, linesPerBlock: linesPerBlock) }
    if let targetIndex, targetIndex.lineCount != sourceIndex.lineCount {
      throw UserError(
        .badData, file: files.name,
        "\(sourceIndex.lineCount) lines and \(targetIndex.lineCount) lines are no pairs",
        remedy: "give two files with as many lines each")
    }
    if sourceIndex.lineCount == 0 {
      throw UserError(.badData, file: files.name, "is empty", remedy: "give a file with pairs")
    }
    if sourceIndex.lineCount > Int32.max {
      throw UserError(
        .badData, file: files.name, "\(sourceIndex.lineCount) lines are too many",
        remedy: "give at most \(Int32.max) lines")
    }
  }

  /// All pairs, in order, in NFC; nothing but malformed lines is left out.
  ///
  /// - Throws: ``UserError`` as ``init(_:)``, or if no line is well-formed.
  public static func pairs(_ files: CorpusFiles) throws -> RawPairs {
    let reader = try CorpusReader(files)
    var pairs = RawPairs(sources: [], targets: [], report: CorpusReport(name: files.name))
    pairs.report.keepsEmptySides = true
    for block in 0..<reader.blockCount {
      pairs.report.append(
        reader.forEachPair(inBlock: block) { source, target, line, report in
          let isValid = TextScan(source).isValid && TextScan(target).isValid
          if !isValid { report.repairedUTF8.add(line: line) }
          if WhiteSpace.isBlank(source) || WhiteSpace.isBlank(target) {
            report.emptySides.add(line: line)
          }
          report.kept += 1
          pairs.sources.append(Normalization.composed(String(repairing: source)))
          pairs.targets.append(Normalization.composed(String(repairing: target)))
        })
    }
    try reader.requireWellFormedLine(pairs.report)
    return pairs
  }

  /// The name of the files for messages.
  var name: String { files.name }

  /// The number of blocks of lines.
  var blockCount: Int { sourceIndex.blockStarts.count }

  /// Calls a function with both sides of each pair in a block, the number of its line from 1, and
  /// the report, which is returned in the end.
  func forEachPair(
    inBlock block: Int, _ body: (Span<UInt8>, Span<UInt8>, Int, inout CorpusReport) -> Void
  ) -> CorpusReport {
    var report = CorpusReport(name: files.name)
    let lines = sourceIndex.lines(inBlock: block)
    report.lines = lines.count
    let sourceBytes = source.span
    var position = sourceIndex.blockStarts[block]
    if let target, let targetIndex {
      let targetBytes = target.span
      var targetPosition = targetIndex.blockStarts[block]
      for line in lines {
        let source = LineIndex.nextLine(in: sourceBytes, at: &position)
        let target = LineIndex.nextLine(in: targetBytes, at: &targetPosition)
        body(sourceBytes.extracting(source), targetBytes.extracting(target), line + 1, &report)
      }
      return report
    }
    for line in lines {
      let range = LineIndex.nextLine(in: sourceBytes, at: &position)
      let text = sourceBytes.extracting(range)
      let sourceEnd = Self.column(in: text, from: 0)
      if sourceEnd == text.count {
        report.malformed.add(line: line + 1)
        continue
      }
      let targetEnd = Self.column(in: text, from: sourceEnd + 1)
      if targetEnd < text.count { report.extraColumns.add(line: line + 1) }
      body(
        text.extracting(0..<sourceEnd), text.extracting(sourceEnd + 1..<targetEnd), line + 1,
        &report)
    }
    return report
  }

  /// A file without a single pair is the wrong file.
  func requireWellFormedLine(_ report: CorpusReport) throws {
    guard report.malformed.count == report.lines else { return }
    throw UserError(
      .badData, file: files.name, line: report.malformed.firstLines.first,
      "no line has two columns", remedy: "write SOURCE<TAB>TARGET on each line")
  }

  /// The end of the column that starts at an offset.
  private static func column(in text: Span<UInt8>, from start: Int) -> Int {
    var position = start
    while position < text.count, text[position] != UInt8(ascii: "\t") { position += 1 }
    return position
  }

  /// The content of a file, mapped if it can be.
  static func open(_ path: String) throws -> Data {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      throw UserError(
        .missingInput, file: path, "there is no such file", remedy: "check the path")
    }
    guard !isDirectory.boolValue else {
      throw UserError(.inputOutput, file: path, "is a folder", remedy: "name a file")
    }
    if let mapped = try? Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped) {
      return mapped
    }
    // A pipe, as the shell makes for `<(zcat pairs.gz)`, cannot be mapped.
    guard let file = FileHandle(forReadingAtPath: path),
      let content = try? file.readToEnd() ?? Data()
    else {
      throw UserError(
        .inputOutput, file: path, "cannot be read", remedy: "check that you may read it")
    }
    return content
  }
}
