import Foundation
import Testing

@testable import Seq2SeqText

struct SubwordSamplerTests {
  static let lines = [
    "the cat sat on the mat", "나는 너를 사랑해", "concatenate thematic 사랑 나를", "x", "Ω and 🎉 of the 각",
    "thethethe", "aaaaaaaaaa tttttt", "on on on", "\u{0}the\u{1}", "<s> a</s>",
  ]

  private func side(
    _ kind: TokenizerKind
  ) throws -> (model: SubwordModel, vocabulary: Vocabulary, tokens: [[Int32]]) {
    let model = try #require(kind.textTestModel)
    let counts = Dictionary(
      uniqueKeysWithValues: model.pieces.filter { $0.kind.isText }.map {
        (String(decoding: $0.bytes, as: UTF8.self), 1)
      })
    let vocabulary = Vocabulary(counts: counts)
    let tokenizer = SubwordTokenizer(model: model)
    return (
      model, vocabulary, Self.lines.map { vocabulary.identifiers(of: tokenizer.tokens(in: $0)) }
    )
  }

  private func sampled(
    _ sampler: SubwordSampler, _ tokens: [Int32], state: UInt64
  ) -> [Int32] {
    var generator = TextTestGenerator(state: state)
    var result: [Int32] = []
    sampler.sample(tokens[...], using: &generator, into: &result)
    return result
  }

  /// Leaving out no merge is SentencePiece's own cut.
  @Test func withoutDropoutItIsBytePairEncoding() throws {
    let (model, vocabulary, tokens) = try side(.bpe)
    let sampler = SubwordSampler(model, rate: 0, vocabulary: vocabulary)
    for line in tokens { #expect(sampled(sampler, line, state: 1) == line) }
  }

  /// Leaving out all of them leaves characters.
  @Test func withAllDroppedThereAreCharacters() throws {
    let (model, vocabulary, tokens) = try side(.bpe)
    let sampler = SubwordSampler(model, rate: 1, vocabulary: vocabulary)
    let cut = sampled(sampler, tokens[0], state: 1).map(vocabulary.token)
    #expect(cut == "▁the▁cat▁sat▁on▁the▁mat".map { String($0) })
  }

  /// A high exponent leaves only the most probable cut.
  @Test func aHighExponentFindsTheBestCut() throws {
    let (model, vocabulary, tokens) = try side(.unigram)
    let sampler = SubwordSampler(model, rate: 10_000, vocabulary: vocabulary)
    func score(_ line: [Int32]) -> Float {
      line.reduce(0) { sum, token in
        let piece = Array(vocabulary.token(of: token).utf8)
        return sum + (model.pieces.first { $0.bytes == piece }?.score ?? 0)
      }
    }
    for line in tokens {
      #expect(abs(score(sampled(sampler, line, state: 1)) - score(line)) < 1e-3)
    }
  }

  @Test(arguments: SubwordModelTests.kinds)
  func theTextStaysTheSameAndTheCutsDiffer(kind: TokenizerKind) throws {
    let (model, vocabulary, tokens) = try side(kind)
    let sampler = SubwordSampler(model, rate: 0.3, vocabulary: vocabulary)
    let tokenizer = SubwordTokenizer(model: model)
    for line in tokens {
      let text = tokenizer.text(from: line.map(vocabulary.token))
      for state in 0..<50 as Range<UInt64> {
        let cut = sampled(sampler, line, state: state)
        #expect(tokenizer.text(from: cut.map(vocabulary.token)) == text)
        #expect(cut == sampled(sampler, line, state: state))
      }
    }
    #expect(Set((0..<50).map { sampled(sampler, tokens[0], state: $0) }).count > 4)
  }

  /// The shares in which cuts are drawn, against the probabilities of all cuts of a short text.
  @Test(arguments: [0.2, 1.0])
  func unigramDrawsByProbability(exponent: Double) throws {
    let (model, vocabulary, _) = try side(.unigram)
    let scores = Dictionary(
      uniqueKeysWithValues: model.pieces.filter { $0.kind == .normal }.map {
        (String(decoding: $0.bytes, as: UTF8.self), Double($0.score))
      })
    func cuts(_ text: Substring) -> [(pieces: [String], score: Double)] {
      if text.isEmpty { return [([], 0)] }
      return (1...text.count).flatMap { count -> [(pieces: [String], score: Double)] in
        guard let score = scores[String(text.prefix(count))] else { return [] }
        return cuts(text.dropFirst(count)).map {
          ([String(text.prefix(count))] + $0.pieces, score + $0.score)
        }
      }
    }
    let all = cuts("▁the▁cat▁sat▁on")
    let sum = all.reduce(0) { $0 + exp(exponent * $1.score) }
    let sampler = SubwordSampler(model, rate: exponent, vocabulary: vocabulary)
    let line = vocabulary.identifiers(of: all[0].pieces)
    var counts: [[String]: Int] = [:]
    var generator = TextTestGenerator(state: 4)
    let draws = 20_000
    for _ in 0..<draws {
      var cut: [Int32] = []
      sampler.sample(line[...], using: &generator, into: &cut)
      counts[cut.map(vocabulary.token), default: 0] += 1
    }
    #expect(all.count > 2)
    for (pieces, score) in all {
      let expected = exp(exponent * score) / sum
      let found = Double(counts[pieces] ?? 0) / Double(draws)
      // Four standard deviations.
      #expect(abs(found - expected) < 4 * (expected / Double(draws)).squareRoot() + 1e-3)
    }
  }

  /// The share of one merge that is left out is the rate.
  @Test func dropoutLeavesOutItsShare() throws {
    let (model, vocabulary, _) = try side(.bpe)
    let pieces = try #require(
      model.pieces.first {
        $0.kind == .normal && String(decoding: $0.bytes, as: UTF8.self).count == 2
      })
    let line = [vocabulary.identifier(of: pieces.bytes.span)]
    let sampler = SubwordSampler(model, rate: 0.1, vocabulary: vocabulary)
    let kept = (0..<10_000).filter { sampled(sampler, line, state: $0) == line }.count
    #expect((8_880...9_120).contains(kept))
  }

  @Test(arguments: SubwordModelTests.kinds)
  func aSampledCorpusDoesNotDependOnThreads(kind: TokenizerKind) throws {
    let (model, vocabulary, tokens) = try side(kind)
    let corpus = EncodedCorpus(
      sources: (0..<1500).map { tokens[$0 % tokens.count] },
      targets: (0..<1500).map { tokens[($0 + 3) % tokens.count] })
    let sampler = SubwordSampler(model, rate: 0.2, vocabulary: vocabulary)
    func sampled(threads: Int, longest: Int = 1000) -> EncodedCorpus {
      corpus.sampled(
        source: sampler, target: nil, maximumLengths: (longest, longest), threads: threads
      ) { TextTestGenerator(state: UInt64($0)) }
    }
    let one = sampled(threads: 1)
    #expect(sampled(threads: 3) == one)
    #expect(one != corpus && one.count == corpus.count)
    // The same line is cut in several ways; a side without a sampler stays as it is.
    #expect(Set((0..<1500 / 10).map { Array(one.source($0 * 10)) }).count > 5)
    #expect((0..<1500).allSatisfy { one.target($0) == corpus.target($0) })
    // What would become too long stays as it is.
    #expect(sampled(threads: 2, longest: 1) == corpus)
  }
}
