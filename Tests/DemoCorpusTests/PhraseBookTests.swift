import Foundation
import Testing

@testable import DemoCorpus

@Suite struct PhraseBookTests {
  static let file = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Examples/phrase-book.en-ko.tsv").path

  @Test func hasManyPairsAndEachEnglishOnce() throws {
    let pairs = try PairFile.read(Self.file)
    #expect(pairs.count >= 700)
    #expect(Set(pairs.map { $0.source.lowercased() }).count == pairs.count)
    #expect(pairs.contains(SentencePair(source: "I love you", target: "나는 너를 사랑해")))
    for pair in pairs {
      #expect(PairCleaner.clean(pair) == .success(pair))
      #expect(pair.source.hasSuffix("?") == pair.target.hasSuffix("?"), "\(pair)")
    }
  }

  /// Particles follow the final consonant of their word: 를, 는 after a vowel, 을, 은 after a consonant.
  @Test func particlesAgreeWithTheirWords() throws {
    for pair in try PairFile.read(Self.file) {
      for word in pair.target.split(separator: " ") {
        let scalars = word.unicodeScalars.filter { (0xAC00...0xD7A3).contains($0.value) }
        guard let particle = scalars.last, let before = scalars.dropLast().last else { continue }
        let isClosed = (before.value - 0xAC00) % 28 != 0
        if "를는가".unicodeScalars.contains(particle) { #expect(!isClosed, "\(word)") }
        if "을은".unicodeScalars.contains(particle) { #expect(isClosed, "\(word)") }
      }
    }
  }

  /// The demo shows these; they must be among what it trains on.
  @Test(arguments: [
    "I love you", "She loves me", "I like coffee", "I want to eat bread", "Where is the station?",
    "Thank you very much", "It will rain tomorrow",
  ])
  func showcaseIsInTraining(english: String) throws {
    let split = try CorpusSplit(pairs: [], phrases: PairFile.read(Self.file))
    #expect(split.training.contains { $0.source == english })
  }
}
