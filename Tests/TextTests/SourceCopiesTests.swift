import Testing

@testable import Seq2SeqText

/// Under which numbers tokens are copied.
struct SourceCopiesTests {
  @Test func theVocabularysNumberOrTheFirstPosition() {
    let vocabulary = Vocabulary(counts: ["a": 3, "b": 2])
    let copies = SourceCopies(
      ["x", "a", "y", "x", "</s>", "b", "y", "<unk>"], vocabulary: vocabulary)
    #expect(copies.numbers == [6, 4, 8, 6, 10, 5, 8, 13])
    #expect(copies.count == 8)
    #expect(copies.numbers.map(copies.token) == ["x", "a", "y", "x", "</s>", "b", "y", "<unk>"])
    #expect(
      copies.numbers(of: ["y", "b", "z", "</s>", "a", "<unk>", "", "<s>"])
        == [8, 5, 1, 10, 4, 13, 1, 1])
    #expect(copies.token(of: 3) == "</s>" && copies.token(of: 1) == "<unk>")
    #expect(copies.token(of: 14) == "<unk>" && copies.token(of: -1) == "<unk>")
    let none = SourceCopies([], vocabulary: vocabulary)
    #expect(none.numbers.isEmpty && none.numbers(of: ["a", "x"]) == [4, 1])
  }

  /// The loader works the numbers out block by block, on several threads; text pair by pair.
  @Test(arguments: [1, 3]) func theLoaderAgreesWithTheText(threads: Int) throws {
    let folder = try TextTestFolder()
    // Some targets end with a word of their source, or of the source before.
    var last: Substring = "x"
    let lines = CorpusLoaderTests.pairs(700).split(separator: "\n").enumerated().map {
      index, line in
      let word = line.prefix { $0 != "\t" }.split(separator: " ").last ?? "x"
      defer { last = word }
      return index % 3 == 0 ? line : line + " " + (index % 3 == 1 ? word : last)
    }
    let path = try folder.file("train.tsv", lines.joined(separator: "\n"))
    let source = try CorpusLoaderTests.options(size: 60)
    let target = try CorpusLoaderTests.options(minimum: 8)
    for linesPerBlock in [50, 16_384] {
      let reader = try CorpusReader(.tsv(path), linesPerBlock: linesPerBlock)
      let loaded = try CorpusLoader.load(
        reader, source: source, target: target, sharedVocabulary: false, copying: true,
        threads: threads)
      let raw = try CorpusReader.pairs(.tsv(path))
      let kept = raw.sources.indices.filter {
        !source.pipeline.tokens(in: raw.sources[$0]).isEmpty
          && !target.pipeline.tokens(in: raw.targets[$0]).isEmpty
      }
      let expected = EncodedCorpus(
        RawPairs(
          sources: kept.map { raw.sources[$0] }, targets: kept.map { raw.targets[$0] },
          report: raw.report),
        source: (source.pipeline, loaded.sourceVocabulary),
        target: (target.pipeline, loaded.targetVocabulary), copying: true)
      #expect(loaded.corpus == expected && expected.hasCopies)
      let size = Int32(loaded.targetVocabulary.count)
      var copied = 0
      for pair in 0..<loaded.corpus.count {
        let copies = try #require(loaded.corpus.copies(pair))
        #expect(copies.source.count == loaded.corpus.sourceLength(pair))
        // Numbers beyond the vocabulary are exactly what the vocabulary does not know.
        for (copy, token) in zip(copies.target, loaded.corpus.target(pair)) where copy != token {
          #expect(token == Vocabulary.unknown && copies.source.contains(copy) && copy >= size)
          copied += 1
        }
      }
      #expect(copied > 20)
    }
    let plain = try CorpusLoader.load(.tsv(path), source: source, target: target, threads: threads)
    #expect(!plain.corpus.hasCopies && plain.corpus.copies(0) == nil)
  }
}
