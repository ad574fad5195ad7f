import Foundation
import Testing

@testable import Seq2SeqText

@Suite struct CorpusCheckerTests {
  private func check(
    _ train: String, _ others: String..., tokenizer: TokenizerKind = .words,
    lowercase: Bool = false, minimumFrequency: Int = 1, maximumLength: Int = 100
  ) throws -> CorpusCheck {
    let folder = try TextTestFolder()
    let side = SideOptions(
      pipeline: try TextPipeline(tokenizer: tokenizer, lowercase: lowercase),
      maximumLength: maximumLength, minimumFrequency: minimumFrequency)
    let files = try ([train] + others).enumerated().map { number, text in
      CorpusFiles.tsv(try folder.file("\(number).tsv", text))
    }
    return try CorpusChecker(source: side, target: side, threads: 2)
      .check(files[0], Array(files.dropFirst()))
  }

  @Test func coverageIsCountedByTypesAndTokens() throws {
    let check = try check("a b\tx\na a\ty\n", "a c c d\tx\nb\tz\n")
    #expect(check.splits.count == 2)
    let train = check.splits[0].source
    #expect((train.tokens, train.types, train.unknownTokens) == (4, 2, 0))
    #expect(train.tokenCoverage == 100 && train.typeCoverage == 100)
    let other = check.splits[1]
    #expect((other.source.tokens, other.source.types) == (5, 4))
    #expect((other.source.unknownTokens, other.source.unknownTypes) == (3, 2))
    #expect(other.source.tokenCoverage == 40 && other.source.typeCoverage == 50)
    #expect(other.target.tokenCoverage == 50)
  }

  /// The vocabulary is that of training: what is too rare, or in pairs that are too long, is not in it.
  @Test func rareAndOverLongTokensAreUnknown() throws {
    let rare = try check("a a b\tx\n", "a b\tx\n", minimumFrequency: 2)
    #expect(rare.splits[0].source.unknownTokens == 1)
    #expect(rare.splits[1].source.tokenCoverage == 50)
    let long = try check("a\tx\nb c d\tx\n", "b\tx\n", maximumLength: 2)
    #expect(long.splits[0].source.overLong.firstLines == [2])
    #expect(long.splits[1].source.unknownTokens == 1)
  }

  @Test func unseenSymbolsHaveNames() throws {
    let check = try check(
      "abc\tx\n", "aé\tx\né한c\t\u{7}\u{E000}\u{FFFF}x\n", tokenizer: .characters)
    let symbols = check.splits[1].source.unseenSymbols
    #expect(symbols.map(\.codePoint) == ["U+00E9", "U+D55C"])
    #expect(symbols.map(\.name) == ["LATIN SMALL LETTER E WITH ACUTE", "HANGUL SYLLABLE HAN"])
    #expect(symbols.map(\.count) == [2, 1])
    #expect(symbols.map(\.firstLine) == [1, 2])
    #expect(
      check.splits[1].target.unseenSymbols.map(\.name)
        == ["<control-0007>", "<private-use-E000>", "<noncharacter-FFFF>"])
    #expect(check.splits[0].source.unseenSymbols.isEmpty)
  }

  /// To a model of letters a syllable of letters that it knows is nothing new.
  @Test func symbolsAreThoseOfTokens() throws {
    let (train, other) = ("가 넉\tx\n", "나 거\tx\n끼\tx\n")
    func unseen(_ tokenizer: TokenizerKind) throws -> [String] {
      try check(train, other, tokenizer: tokenizer).splits[1].source.unseenSymbols.map(\.codePoint)
    }
    #expect(try unseen(.characters) == ["U+AC70", "U+B07C", "U+B098"])
    #expect(try unseen(.jamo) == ["U+1101", "U+1175"])
  }

  @Test func formsAreToldApart() throws {
    let check = try check("한\te\u{301}\n\u{1112}\u{1161}\u{11AB}\tx\nabc\t漢\n", "한\tx\n")
    let train = check.splits[0]
    #expect(train.source.composed.firstLines == [1])
    #expect(train.source.decomposed.firstLines == [2])
    #expect(train.source.mixesForms)
    #expect(train.target.decomposed.firstLines == [1])
    #expect(train.target.composed.count == 0 && !train.target.mixesForms)
    // They are the same word, and nothing is unseen.
    #expect(train.source.types == 2)
    #expect(check.overlaps.map(\.sources.count) == [1])
  }

  @Test func repetitionsAndContradictions() throws {
    let check = try check(
      "a\tx\na\tx\nb\tx\na\ty\na\tx\nc\t\nc\tz\nA\tw\n", lowercase: true)
    let train = check.splits[0]
    #expect(train.repeatedPairs.count == 2 && train.repeatedPairs.firstLines == [2, 5])
    #expect(train.contradictions.sources == 1)
    #expect(train.contradictions.lines == 5)
    #expect(
      train.contradictions.examples
        == [.init(source: "a", targets: ["x", "y", "w"], lines: [1, 4, 8])])
    #expect(train.target.empty.firstLines == [6])
  }

  @Test func overlapsOfEveryTwoFiles() throws {
    let check = try check("a\tx\nb\ty\n", "a\tx\na\tz\nc\ty\n", "c\ty\nb\ty\n")
    #expect(check.overlaps.count == 3)
    #expect(check.overlaps.map(\.sources.count) == [2, 1, 1])
    #expect(check.overlaps.map(\.pairs.count) == [1, 1, 1])
    #expect(check.overlaps.map(\.sources.firstLines) == [[1, 2], [2], [1]])
  }

  @Test func oddLines() throws {
    let folder = try TextTestFolder()
    let bytes = Array("a\tx\nno tab\nb\ty\tz\n\tw\n".utf8) + [0xFF, 0x09, 0x78, 0x0A]
    let side = SideOptions(pipeline: try TextPipeline(tokenizer: .words))
    let split = try #require(
      try CorpusChecker(source: side, target: side).check(.tsv(folder.file("t.tsv", bytes)))
        .splits.first)
    #expect((split.lines, split.pairs) == (5, 4))
    #expect(split.malformed.firstLines == [2])
    #expect(split.extraColumns.firstLines == [3])
    #expect(split.source.empty.firstLines == [4])
    #expect(split.brokenUTF8.firstLines == [5])
  }

  @Test func lengths() {
    let summary = LengthSummary([0, 1, 1, 2, 3, 4, 9])
    #expect((summary.shortest, summary.median, summary.longest) == (0, 2, 9))
    #expect(abs(summary.mean - 20.0 / 7) < 1e-12)
    #expect(summary.bins.map(\.from) == [0, 1, 2, 3, 5, 9])
    #expect(summary.bins.map(\.to) == [0, 1, 2, 4, 8, 16])
    #expect(summary.bins.map(\.lines) == [1, 2, 1, 2, 0, 1])
    #expect(LengthSummary(Array(1...200)).percentile99 == 198)
    #expect(LengthSummary([]).bins.isEmpty)
  }

  @Test func filesWithoutPairsAreErrors() throws {
    let nothing = textTestUserError { _ = try self.check("a\tx\n", "") }
    #expect(nothing?.kind == .badData)
    let lines = textTestUserError { _ = try self.check("a\tx\n", "no tab\n") }
    #expect(lines?.kind == .badData && lines?.line == 1)
    let train = textTestUserError { _ = try self.check("a b\tx\n", maximumLength: 1) }
    #expect(train?.kind == .badData)
  }

  @Test func hostileTextIsNoTrap() throws {
    let texts = ["\u{0}", "\u{10FFFF}", "\u{301}", "👩‍👩‍👧", "\u{2028}", "<unk> </s>", "\r"]
    let lines = texts.map { "\($0)\t\($0) a\n" }.joined()
    for tokenizer in TokenizerKind.allCases where !tokenizer.isSubword {
      let check = try check("a\tb\n", lines, tokenizer: tokenizer)
      #expect(check.splits[1].pairs == texts.count)
      #expect(try !JSONEncoder().encode(check).isEmpty)
    }
  }
}
