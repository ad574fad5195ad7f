import Foundation
import Synchronization

/// Reads a corpus for training: cuts the text, counts the tokens, builds the vocabularies, encodes.
///
/// Threads read blocks of lines on their own; the blocks are then joined in the order of the file,
/// so that the result does not depend on the number of threads.
public enum CorpusLoader {
  /// Loads a corpus.
  ///
  /// Pairs with an empty side and pairs that are too long are left out and counted, exact
  /// duplicates are counted and kept, all in the report.
  ///
  /// - Parameters:
  ///   - files: Where the pairs are.
  ///   - source: How sources are read.
  ///   - target: How targets are read.
  ///   - vocabularies: Vocabularies to encode with; without them they are built from the pairs
  ///     kept.
  ///   - sharedVocabulary: Build one vocabulary from both sides. Its size, minimum frequency and
  ///     subword model are those of the target.
  ///   - threads: The number of threads; all cores if it is `nil`.
  /// - Throws: ``UserError`` if the files cannot be read or no pair is left.
  public static func load(
    _ files: CorpusFiles, source: SideOptions, target: SideOptions,
    vocabularies: (source: Vocabulary, target: Vocabulary)? = nil, sharedVocabulary: Bool = false,
    threads: Int? = nil
  ) throws -> LoadedCorpus {
    let reader = try CorpusReader(files)
    return try load(
      reader, source: source, target: target, vocabularies: vocabularies,
      sharedVocabulary: sharedVocabulary,
      threads: threads ?? ProcessInfo.processInfo.activeProcessorCount)
  }

  package static func load(
    _ reader: CorpusReader, source: SideOptions, target: SideOptions,
    vocabularies: (source: Vocabulary, target: Vocabulary)? = nil, sharedVocabulary: Bool,
    copying: Bool = false, threads: Int
  ) throws -> LoadedCorpus {
    let blocks = readBlocks(reader, source: source, target: target, threads: threads)
    let report = try report(on: blocks, reader)
    let built = vocabularies ?? buildVocabularies(blocks, source, target, sharedVocabulary)
    let sources = encoded(blocks.map(\.source), built.source)
    let targets = encoded(blocks.map(\.target), built.target)
    return LoadedCorpus(
      corpus: EncodedCorpus(
        sourceTokens: sources.tokens, sourceOffsets: sources.offsets,
        targetTokens: targets.tokens, targetOffsets: targets.offsets,
        copies: copying ? copies(blocks, built.target) : nil),
      sourceVocabulary: built.source, targetVocabulary: built.target, report: report)
  }

  /// The words of both sides and how often each occurs, which subword models are trained on.
  ///
  /// - Parameter shared: Count both sides together; they are then the same.
  /// - Throws: ``UserError`` if no pair has two sides.
  package static func words(
    _ reader: CorpusReader, lowercase: (source: Bool, target: Bool), shared: Bool, threads: Int
  ) throws -> (source: Vocabulary, target: Vocabulary) {
    let source = SideOptions(
      pipeline: try TextPipeline(tokenizer: .words, lowercase: lowercase.source),
      maximumLength: .max)
    let target = SideOptions(
      pipeline: try TextPipeline(tokenizer: .words, lowercase: lowercase.target),
      maximumLength: .max)
    let blocks = readBlocks(reader, source: source, target: target, threads: threads)
    _ = try report(on: blocks, reader)
    return buildVocabularies(blocks, source, target, shared)
  }

  private static func readBlocks(
    _ reader: CorpusReader, source: SideOptions, target: SideOptions, threads: Int
  ) -> [ProvisionalBlock] {
    let workers = max(1, min(threads, reader.blockCount))
    let finished = Mutex<[(number: Int, block: ProvisionalBlock)]>([])
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      for number in stride(from: worker, to: reader.blockCount, by: workers) {
        let block = ProvisionalBlock(number, of: reader, source: source, target: target)
        finished.withLock { $0.append((number, block)) }
      }
    }
    return finished.withLock { $0.sorted { $0.number < $1.number }.map(\.block) }
  }

  /// Joins the reports, looks for duplicates, and refuses a corpus without pairs.
  private static func report(
    on blocks: [ProvisionalBlock], _ reader: CorpusReader
  ) throws -> CorpusReport {
    var report = CorpusReport(name: reader.name)
    for block in blocks { report.append(block.report) }
    try reader.requireWellFormedLine(report)
    guard report.kept > 0 else {
      throw UserError(
        .badData, file: reader.name,
        "no pair is left: \(report.emptySides.count) with an empty side, "
          + "\(report.overLong.count) over the maximum length, "
          + "\(report.malformed.count) without a tab",
        remedy: "raise max_length or give other data")
    }
    var seen = Set<PairFingerprint>(minimumCapacity: report.kept)
    for block in blocks {
      for (index, line) in block.lines.enumerated() {
        let pair = PairFingerprint(
          source: block.source.fingerprints[index], target: block.target.fingerprints[index])
        if !seen.insert(pair).inserted { report.duplicates.add(line: Int(line)) }
      }
    }
    return report
  }

  private static func buildVocabularies(
    _ blocks: [ProvisionalBlock], _ source: SideOptions, _ target: SideOptions, _ isShared: Bool
  ) -> (source: Vocabulary, target: Vocabulary) {
    let sources = blocks.map(\.source)
    let targets = blocks.map(\.target)
    if isShared {
      let vocabulary = vocabulary(of: sources + targets, target)
      return (vocabulary, vocabulary)
    }
    return (vocabulary(of: sources, source), vocabulary(of: targets, target))
  }

  private static func vocabulary(
    of sides: [ProvisionalSide], _ options: SideOptions
  ) -> Vocabulary {
    var table = TokenTable()
    // Every piece of a subword model is a token, seen or not, and nothing else is.
    let pieces = options.pipeline.subwordModel?.pieces.filter { $0.kind.isText }
    for piece in pieces ?? [] { _ = table.intern(piece.bytes.span) }
    var frequencies = Array(repeating: 0, count: table.count)
    for side in sides {
      var counts = Array(repeating: 0, count: side.table.count)
      for token in side.tokens { counts[Int(token)] += 1 }
      let bytes = side.table.bytes.span
      for (index, count) in counts.enumerated() {
        let token = bytes.extracting(side.table.range(of: index))
        guard let number = pieces == nil ? table.intern(token) : table.index(of: token) else {
          continue
        }
        if number == frequencies.count { frequencies.append(0) }
        frequencies[Int(number)] += count
      }
    }
    if pieces != nil {
      return Vocabulary(table, frequencies: frequencies, maximumSize: nil, minimumFrequency: 0)
    }
    return Vocabulary(
      table, frequencies: frequencies, maximumSize: options.vocabularySize,
      minimumFrequency: max(options.minimumFrequency, 1))
  }

  /// Replaces the numbers that each block gave to its tokens by those of the vocabulary.
  private static func encoded(
    _ sides: [ProvisionalSide], _ vocabulary: Vocabulary
  ) -> (tokens: [Int32], offsets: [Int]) {
    var tokens: [Int32] = []
    var offsets = [0]
    tokens.reserveCapacity(sides.reduce(0) { $0 + $1.tokens.count })
    offsets.reserveCapacity(sides.reduce(1) { $0 + $1.lengths.count })
    var end = 0
    for side in sides {
      let bytes = side.table.bytes.span
      let numbers = (0..<side.table.count).map { index in
        vocabulary.identifier(of: bytes.extracting(side.table.range(of: index)))
      }
      for token in side.tokens { tokens.append(numbers[Int(token)]) }
      for length in side.lengths {
        end += Int(length)
        offsets.append(end)
      }
    }
    return (tokens, offsets)
  }
}
