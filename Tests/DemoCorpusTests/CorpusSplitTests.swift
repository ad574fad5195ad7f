import Seq2SeqText
import Testing

@testable import DemoCorpus

@Suite struct CorpusSplitTests {
  static func pairs(_ count: Int) -> [SentencePair] {
    let words = ["open", "close", "save", "print", "find", "copy", "move", "file", "page", "line"]
    return (0..<count).map { index in
      let text = String(index).compactMap(\.wholeNumberValue).map { words[$0] }
      return SentencePair(source: text.joined(separator: " "), target: "번역 \(index)")
    }
  }

  @Test func hashIsFNV1aOfTheLetters() {
    // Reference values of FNV-1a, 64 bits, for "a" and "foobar".
    #expect(LetterHash.hash(of: "A 1") == 0xaf63_dc4c_8601_ec8c)
    #expect(LetterHash.hash(of: "Foo-bar…") == 0x8594_4171_f739_67e8)
    #expect(LetterHash.hash(of: "1") != LetterHash.hash(of: "2"))
    #expect(LetterHash.hash(of: "가나 A") != LetterHash.hash(of: "다라 A"))
  }

  @Test func isDeterministicDisjointAndComplete() throws {
    let pairs = Self.pairs(5000)
    let split = try CorpusSplit(pairs: pairs, phrases: [])
    let again = try CorpusSplit(pairs: pairs.reversed(), phrases: [])
    let parts = [split.training, split.validation, split.heldOut]
    #expect(parts.map(Set.init) == [again.training, again.validation, again.heldOut].map(Set.init))
    let keys = parts.map { Set($0.map { LetterHash.letters(of: $0.source) }) }
    #expect(keys[0].isDisjoint(with: keys[1]) && keys[0].isDisjoint(with: keys[2]))
    #expect(keys[1].isDisjoint(with: keys[2]))
    #expect(parts.map(\.count).reduce(0, +) == 5000)
    #expect((90...210).contains(split.validation.count))
    #expect((90...210).contains(split.heldOut.count))
  }

  @Test func nearIdenticalSourcesStayTogether() throws {
    let variants = Self.pairs(800).flatMap { pair in
      [pair.source, pair.source.uppercased() + "...", "1. " + pair.source + "?"].map {
        SentencePair(source: $0, target: pair.target)
      }
    }
    let split = try CorpusSplit(pairs: variants, phrases: [])
    #expect(split.validation.count.isMultiple(of: 3) && !split.validation.isEmpty)
    #expect(split.heldOut.count.isMultiple(of: 3) && !split.heldOut.isEmpty)
  }

  @Test func phrasesAreRepeatedInTrainingAloneAndReplaceCataloguePairs() throws {
    let phrases = Self.pairs(1000).map { SentencePair(source: $0.source + "!", target: "구어") }
    let catalogue = Self.pairs(2000)
    let split = try CorpusSplit(pairs: catalogue, phrases: phrases)
    let phraseKeys = Set(phrases.map { LetterHash.letters(of: $0.source) })
    for part in [split.training, split.validation, split.heldOut] {
      let known = part.filter { phraseKeys.contains(LetterHash.letters(of: $0.source)) }
      #expect(!known.isEmpty && known.allSatisfy { $0.target == "구어" })
    }
    for part in [split.validation, split.heldOut] { #expect(Set(part).count == part.count) }
    let counts = Dictionary(grouping: split.training.filter { $0.target == "구어" }) { $0 }
    #expect(counts.values.allSatisfy { $0.count == CorpusSplit.phraseRepetitions })
  }

  @Test func worksOnThePhraseBookAloneWithoutRepetition() throws {
    let split = try CorpusSplit(pairs: [], phrases: Self.pairs(1000))
    #expect(split.training.count + split.validation.count + split.heldOut.count == 1000)
    #expect(!split.validation.isEmpty && !split.heldOut.isEmpty)
  }

  @Test func fillsEveryPartOfASmallFileAndRefusesLess() throws {
    let split = try CorpusSplit(pairs: Self.pairs(3), phrases: [])
    #expect([split.training, split.validation, split.heldOut].allSatisfy { $0.count == 1 })
    #expect(throws: UserError.self) { try CorpusSplit(pairs: Self.pairs(2), phrases: []) }
    #expect(throws: UserError.self) { try CorpusSplit(pairs: [], phrases: []) }
  }

  @Test func boundsTheHeldOutPartOfALargeFile() throws {
    let split = try CorpusSplit(pairs: Self.pairs(50_000), phrases: [])
    #expect((800...1200).contains(split.heldOut.count))
    #expect((800...1200).contains(split.validation.count))
  }

  @Test func keepsPairsWithAnEmptySideForTheReportOfTraining() throws {
    let empty = [SentencePair(source: "", target: "가"), SentencePair(source: "x", target: "")]
    let split = try CorpusSplit(pairs: Self.pairs(1000) + empty, phrases: [])
    #expect(Set(split.training).isSuperset(of: empty))
  }
}
