import Foundation
import Testing

@testable import Seq2SeqText

@Suite struct ShortlistTests {
  private static func vocabulary(_ tokens: [String]) -> Vocabulary {
    // The first is the most frequent one.
    Vocabulary(
      counts: Dictionary(uniqueKeysWithValues: zip(tokens, (0..<tokens.count).map { 100 - $0 })))
  }
  private static let source = vocabulary(["der", "hund", "katze", "schläft", "rennt"])
  private static let target = vocabulary(["the", "a", "dog", "cat", "sleeps", "runs"])

  private static func corpus(_ pairs: [(String, String)]) -> EncodedCorpus {
    EncodedCorpus(
      sources: pairs.map { source.identifiers(of: $0.0.split(separator: " ").map(String.init)) },
      targets: pairs.map { target.identifiers(of: $0.1.split(separator: " ").map(String.init)) })
  }
  private static let pairs = corpus([
    ("der hund schläft", "the dog sleeps"), ("der hund rennt", "the dog runs"),
    ("der katze schläft", "the cat sleeps"), ("katze rennt", "a cat runs"), ("", "the"),
    ("der", ""),
    ("unbekannt hund", "a dog"),
  ])

  @Test func translationsAreFoundWithoutAnyOrder() {
    let shortlist = Shortlist(
      Self.pairs, source: Self.source, target: Self.target, commonCount: 0, each: 1)
    for (word, translation) in [
      ("hund", "dog"), ("katze", "cat"), ("schläft", "sleeps"), ("rennt", "runs"), ("der", "the"),
    ] {
      let list = shortlist.translations[Int(Self.source.identifier(of: word))]
      #expect(list.map(Self.target.token) == [translation])
    }
  }

  /// Against Model 1 as the paper writes it, with dictionaries.
  @Test(arguments: 0..<6 as Range<UInt64>) func probabilitiesAreThoseOfTheModel(seed: UInt64) {
    var random = TextTestGenerator(state: seed)
    func sentence(_ size: Int32) -> [Int32] {
      (0..<Int.random(in: 0...6, using: &random)).map { _ in .random(in: 4..<size, using: &random) }
    }
    let corpus = EncodedCorpus(
      sources: (0..<40).map { _ in sentence(9) }, targets: (0..<40).map { _ in sentence(12) })
    let words = WordTranslations(corpus, sources: 9)
    let expected = NaiveModel1(corpus, none: 9, iterations: 5)
    for source in 4..<9 as Range<Int32> {
      let best = words.best(100, of: source)
      #expect(Set(best) == Set(expected.probabilities[source, default: [:]].keys))
      let values = best.map { expected.probabilities[source]?[$0] ?? 0 }
      #expect(zip(values, values.dropFirst()).allSatisfy { $0 >= $1 - 1e-4 })
    }
  }

  @Test func aListHoldsWhatIsCommonAndTheTranslations() throws {
    let shortlist = Shortlist(
      Self.pairs, source: Self.source, target: Self.target, commonCount: 2, each: 1)
    let hund = Self.source.identifier(of: "hund")
    let list = shortlist.tokens(for: [hund, hund], others: [Self.target.identifier(of: "cat")])
    #expect(list.map(Self.target.token) == ["<unk>", "</s>", "the", "a", "dog", "cat"])
    #expect(shortlist.tokens(for: []).map(Self.target.token) == ["<unk>", "</s>", "the", "a"])
    let coverage = shortlist.coverage(of: Self.corpus([("hund", "the dog runs")]))
    #expect(coverage == Shortlist.Coverage(targets: 3, covered: 2, meanSize: 5))
  }

  @Test func itComesBackFromAFile() throws {
    let folder = try TextTestFolder()
    let path = folder.url.appendingPathComponent("list.tsv").path
    let shortlist = Shortlist(
      Self.pairs, source: Self.source, target: Self.target, commonCount: 3, each: 2)
    let text = shortlist.text(source: Self.source, target: Self.target)
    func read(_ text: String) throws -> Shortlist {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      return try Shortlist(path: path, source: Self.source, target: Self.target)
    }
    let back = try read(text)
    #expect(back.common == shortlist.common)
    #expect(back.translations.dropFirst(4) == shortlist.translations.dropFirst(4))
    for (text, line) in [
      ("", nil), ("another file\n\n", nil), (text + "hund\tbird\n", 8), (text + "vogel\tdog\n", 8),
      (text.replacingOccurrences(of: "the\ta", with: "the\tanother"), 2),
    ] as [(String, Int?)] {
      #expect {
        try read(text)
      } throws: {
        ($0 as? UserError)?.kind == .badData && ($0 as? UserError)?.file == path
          && ($0 as? UserError)?.line == line
      }
    }
    #expect(throws: UserError.self) {
      try Shortlist(path: path + ".missing", source: Self.source, target: Self.target)
    }
  }
}

/// t(target | source) by expectation maximization, as slowly as it can be written.
private struct NaiveModel1 {
  var probabilities: [Int32: [Int32: Double]] = [:]

  init(_ corpus: EncodedCorpus, none: Int32, iterations: Int) {
    for pair in 0..<corpus.count {
      for source in corpus.source(pair) + [none] {
        for target in corpus.target(pair) { probabilities[source, default: [:]][target] = 1 }
      }
    }
    for _ in 0..<iterations {
      var counts: [Int32: [Int32: Double]] = [:]
      for pair in 0..<corpus.count {
        let sources = corpus.source(pair) + [none]
        for target in corpus.target(pair) {
          let sum = sources.reduce(0) { $0 + (probabilities[$1]?[target] ?? 0) }
          for source in sources {
            counts[source, default: [:]][target, default: 0] +=
              (probabilities[source]?[target] ?? 0) / sum
          }
        }
      }
      probabilities = counts.mapValues { row in
        let sum = row.values.reduce(0, +)
        return row.mapValues { $0 / sum }
      }
    }
  }
}
