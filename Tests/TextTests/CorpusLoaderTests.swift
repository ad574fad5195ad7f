import Foundation
import Testing

@testable import Seq2SeqText

struct CorpusLoaderTests {
  static func options(
    _ kind: TokenizerKind = .words, maximumLength: Int = 100, size: Int? = nil, minimum: Int = 1,
    lowercase: Bool = false
  ) throws -> SideOptions {
    SideOptions(
      pipeline: try TextPipeline(
        tokenizer: kind, lowercase: lowercase, subwordModel: kind.textTestModel),
      maximumLength: maximumLength, vocabularySize: size, minimumFrequency: minimum)
  }

  /// Pairs of made-up words, frequent and rare ones, some of them awkward.
  static func pairs(_ count: Int, state: UInt64 = 1) -> String {
    var generator = TextTestGenerator(state: state)
    func word() -> String {
      let rank = Int(pow(4000, Double.random(in: 0..<1, using: &generator)))
      let odd = ["Ünder", "e\u{301}", "</s>", "가\u{11A8}", "🇰🇷"]
      return rank % 97 == 96 ? odd[rank % odd.count] : "w\(rank)"
    }
    return (0..<count).map { _ in
      let sides = (0..<2).map { _ in
        (0..<Int.random(in: 0...9, using: &generator)).map { _ in word() }.joined(separator: " ")
      }
      return sides.joined(separator: "\t")
    }.joined(separator: "\n")
  }

  @Test func reportCountsWithLineNumbers() throws {
    let folder = try TextTestFolder()
    let lines: [[UInt8]] = [
      Array("\u{FEFF}a b\tx".utf8), Array("no tab".utf8), Array("a b\tx\r".utf8), Array("\ty".utf8),
      Array("a\t \u{3000}".utf8), Array("a b c d\tx".utf8), Array("a\tx\tmore\tmore".utf8),
      [0x61, 0xFF, 0x09, 0x78], Array("a b\tx".utf8), [], Array("e\u{301}\tx\u{0}\u{2028}y".utf8),
    ]
    let path = try folder.file("train.tsv", Array(lines.joined(separator: [0x0A])))
    let loaded = try CorpusLoader.load(
      .tsv(path), source: Self.options(maximumLength: 3), target: Self.options())
    let report = loaded.report
    #expect(report.lines == 11)
    #expect(report.kept == 6)
    #expect(report.malformed.firstLines == [2, 10])
    #expect(report.emptySides.firstLines == [4, 5])
    #expect(report.overLong.firstLines == [6])
    #expect(report.extraColumns.firstLines == [7])
    #expect(report.repairedUTF8.firstLines == [8])
    #expect(report.duplicates.firstLines == [3, 9])
    #expect(report.duplicates.count == 2)
    #expect(loaded.corpus.count == 6)
    let sources = (0..<6).map { index in
      loaded.corpus.source(index).map { loaded.sourceVocabulary.token(of: $0) }
    }
    #expect(sources == [["a", "b"], ["a", "b"], ["a"], ["a\u{FFFD}"], ["a", "b"], ["é"]])
    #expect(
      loaded.corpus.target(5).map { loaded.targetVocabulary.token(of: $0) } == ["x\u{0}", "y"])
    #expect(loaded.sourceVocabulary.frequency(of: "a") == 4)
    // Words of pairs that are left out are not in the vocabulary.
    #expect(loaded.sourceVocabulary.identifier(of: "d") == Vocabulary.unknown)
    #expect(
      report.summaryLines == [
        "\(path): 11 lines, 6 pairs kept", "  2 without a tab, left out (lines 2, 10)",
        "  2 with an empty side, left out (lines 4, 5)",
        "  1 over the maximum length, left out (line 6)", "  2 seen before, kept (lines 3, 9)",
        "  1 with more than two columns, the further ones ignored (line 7)",
        "  1 with broken UTF-8, repaired (line 8)",
      ])
  }

  @Test func largeNumbersInTheSummary() {
    var report = CorpusReport(name: "train.tsv")
    report.lines = 1_214_687
    report.kept = 999
    for line in 1000..<3500 { report.emptySides.add(line: line) }
    #expect(
      report.summaryLines == [
        "train.tsv: 1,214,687 lines, 999 pairs kept",
        "  2,500 with an empty side, left out (first at line 1,000)",
      ])
  }

  /// What training leaves out, validation keeps, and says so.
  @Test func pairsWithAnEmptySideAreKeptForValidation() throws {
    let folder = try TextTestFolder()
    let path = try folder.file("validation.tsv", "a\tb\n\tc\nd\t \n")
    let pairs = try CorpusReader.pairs(.tsv(path))
    #expect(pairs.count == 3)
    #expect(
      pairs.report.summaryLines == [
        "\(path): 3 lines, 3 pairs kept", "  2 with an empty side, kept (lines 2, 3)",
      ])
  }

  @Test(arguments: [TokenizerKind.words, .jamo, .bpe], [false, true])
  func resultDoesNotDependOnThreadsOrBlocks(kind: TokenizerKind, shared: Bool) throws {
    let folder = try TextTestFolder()
    let path = try folder.file("train.tsv", Self.pairs(3000) + "\nmalformed\n" + Self.pairs(99))
    var results: [LoadedCorpus] = []
    for (linesPerBlock, threads) in [(16_384, 1), (7, 1), (7, 2), (64, 3), (1, 5), (1000, 0)] {
      let reader = try CorpusReader(.tsv(path), linesPerBlock: linesPerBlock)
      results.append(
        try CorpusLoader.load(
          reader, source: Self.options(kind, size: 500), target: Self.options(minimum: 2),
          vocabularies: nil, sharedVocabulary: shared, threads: threads))
    }
    for result in results { #expect(result == results[0]) }
    #expect(results[0].report.duplicates.count > 0)
    #expect((results[0].sourceVocabulary == results[0].targetVocabulary) == shared)
  }

  /// The loader against the plain way: strings, dictionaries, one line after the other.
  @Test(arguments: TokenizerKind.allCases)
  func agreesWithThePlainWay(kind: TokenizerKind) throws {
    let folder = try TextTestFolder()
    let path = try folder.file("train.tsv", Self.pairs(400, state: 9))
    let options = try Self.options(kind, maximumLength: 30, size: 60, minimum: 2, lowercase: true)
    let loaded = try CorpusLoader.load(.tsv(path), source: options, target: options)
    let raw = try CorpusReader.pairs(.tsv(path))
    #expect(raw.count == 400)
    let tokens = zip(raw.sources, raw.targets).map { source, target in
      [options.pipeline.tokens(in: source), options.pipeline.tokens(in: target)]
    }.filter { pair in pair.allSatisfy { (1...30).contains($0.count) } }
    #expect(tokens.count == loaded.corpus.count)
    for (side, vocabulary) in [loaded.sourceVocabulary, loaded.targetVocabulary].enumerated() {
      var counts: [String: Int] = [:]
      for token in tokens.flatMap({ $0[side] }) { counts[token, default: 0] += 1 }
      guard let model = kind.textTestModel else {
        #expect(vocabulary == Vocabulary(counts: counts, maximumSize: 60, minimumFrequency: 2))
        continue
      }
      // All pieces but `<unk>`, seen or not.
      #expect(vocabulary.count == model.count - 1 + Vocabulary.specialTokens.count)
      for (token, count) in counts { #expect(vocabulary.frequency(of: token) == count) }
    }
    for (index, pair) in tokens.enumerated() {
      #expect(
        Array(loaded.corpus.source(index))
          == loaded.sourceVocabulary.identifiers(of: pair[0]))
      #expect(
        Array(loaded.corpus.target(index))
          == loaded.targetVocabulary.identifiers(of: pair[1]))
      #expect(loaded.corpus.sourceLength(index) == pair[0].count)
      #expect(loaded.corpus.targetLength(index) == pair[1].count)
    }
  }

  @Test func parallelFilesAndGivenVocabularies() throws {
    let folder = try TextTestFolder()
    let source = try folder.file("train.de", "ein\tHaus\r\n\nzwei\n")
    let target = try folder.file("train.en", "a house\nb\ntwo </s>")
    let given = Vocabulary(counts: ["zwei": 2, "two": 1], maximumSize: nil, minimumFrequency: 1)
    let loaded = try CorpusLoader.load(
      .parallel(source: source, target: target), source: Self.options(), target: Self.options(),
      vocabularies: (given, given))
    #expect(loaded.corpus == EncodedCorpus(sources: [[1, 1], [4]], targets: [[1, 1], [5, 1]]))
    #expect(loaded.report.emptySides.firstLines == [2])
    let raw = try CorpusReader.pairs(.parallel(source: source, target: target))
    #expect(raw.sources == ["ein\tHaus", "", "zwei"])
    #expect(raw.targets == ["a house", "b", "two </s>"])
    let side = (pipeline: try TextPipeline(tokenizer: .words), vocabulary: given)
    #expect(
      EncodedCorpus(raw, source: side, target: side)
        == EncodedCorpus(sources: [[1, 1], [], [4]], targets: [[1, 1], [1], [5, 1]]))
  }

  @Test func rawPairsKeepEverythingButMalformedLines() throws {
    let folder = try TextTestFolder()
    let path = try folder.file("dev.tsv", "\tx\n가\ty\nbad\n\u{1100}\u{1161}\ty\tz\n")
    let raw = try CorpusReader.pairs(.tsv(path))
    #expect(raw.sources.map(\.textTestScalars) == [[], [0xAC00], [0xAC00]])
    #expect(raw.targets == ["x", "y", "y"])
    #expect(raw.report.malformed.firstLines == [3])
    #expect(raw.report.emptySides.firstLines == [1])
    #expect(raw.report.kept == 3)
  }

  @Test func mistakesOfTheUser() throws {
    let folder = try TextTestFolder()
    func load(_ files: CorpusFiles, maximumLength: Int = 100) -> UserError? {
      textTestUserError {
        let side = try Self.options(maximumLength: maximumLength)
        _ = try CorpusLoader.load(files, source: side, target: side)
      }
    }
    let three = try folder.file("three", "a\tb\nc\td\ne\tf\n")
    let two = try folder.file("two", "1\n2\n")
    let missing = folder.url.appendingPathComponent("missing").path
    #expect(load(.tsv(missing))?.kind == .missingInput)
    #expect(load(.tsv(missing))?.file == missing)
    #expect(load(.parallel(source: two, target: missing))?.kind == .missingInput)
    #expect(load(.tsv(folder.url.path))?.kind == .inputOutput)
    #expect(load(.tsv(try folder.file("empty", "")))?.kind == .badData)
    #expect(load(.tsv(two))?.kind == .badData)
    #expect(load(.tsv(two))?.line == 1)
    #expect(load(.tsv(three), maximumLength: 0)?.problem.contains("3 over the maximum") == true)
    let unequal = load(.parallel(source: three, target: two))
    #expect(unequal?.kind == .badData)
    #expect(unequal?.problem == "3 lines and 2 lines are no pairs")
    #expect(textTestUserError { _ = try CorpusReader.pairs(.tsv(two)) }?.line == 1)
  }

  @Test func aLineOfAMegabyte() throws {
    let folder = try TextTestFolder()
    let long = String(repeating: "x ", count: 1 << 19)
    let path = try folder.file("train.tsv", "\(long)\t\(long)\na\tb\n")
    let loaded = try CorpusLoader.load(
      .tsv(path), source: Self.options(), target: Self.options(.syllables))
    #expect(loaded.report.overLong.firstLines == [1])
    #expect(loaded.corpus == EncodedCorpus(sources: [[4]], targets: [[4]]))
  }
}
