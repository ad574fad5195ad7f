import Foundation
import Seq2SeqModels
import Seq2SeqText
import Testing

@testable import Seq2SeqDecoding

/// The search with real networks: what a translator makes of its options.
@Suite struct TranslatorTests {
  static let changes: [@Sendable (inout SearchOptions) -> Void] = [
    { _ in }, { $0.nBest = 3 }, { $0.temperature = 1 }, { $0.coveragePenalty = 0.3 },
    { ($0.minimumLength, $0.noRepeatNgram) = (4, 2) }, { $0.replaceUnknown = true },
    { ($0.beamSize, $0.groups, $0.nBest) = (6, 3, 4) },
    { ($0.strategy, $0.nBest, $0.temperature) = (.sampling, 3, 1) },
    { ($0.strategy, $0.topK, $0.topP, $0.temperature) = (.sampling, 4, 0.9, 1) },
    { ($0.lengthPenalty, $0.minimumLength) = (.average, 2) },
  ]

  static func options(_ index: Int, _ model: Seq2SeqModel) -> SearchOptions {
    var options = model.configuration.decoding.searchOptions
    changes[index](&options)
    return options
  }

  static let lines = (0..<40).map { index in
    String((0..<(index * 5 % 17)).map { "abcdefgxy한"[($0 * 7 + index * 3) % 10] })
  }

  @Test(arguments: changes.indices, [1, 2])
  func translationsDoNotDependOnCompany(index: Int, models: Int) throws {
    let model = try RandomModel.make()
    let others = try (1..<models).map { try RandomModel.make(seed: UInt64($0) + 7) }
    let options = Self.options(index, model)
    let prefixes = Self.lines.indices.map { String("bazg한".prefix($0 % 5 == 4 ? 5 : 0)) }
    func translator(_ threads: Int) throws -> Translator {
      try Translator(model: model, others: others, options: options, threads: threads)
    }
    let whole = try translator(1).translate(Self.lines, prefixes: prefixes)
    #expect(try translator(3).translate(Self.lines, prefixes: prefixes) == whole)
    let two = try translator(2)
    for first in [0, 13, 39] {
      let part = try two.translate(
        Array(Self.lines[first...]), prefixes: Array(prefixes[first...]), firstLine: first)
      #expect(part == Array(whole[first...]))
      let alone = try two.translate(
        [Self.lines[first]], prefixes: [prefixes[first]], firstLine: first)
      #expect(alone == [whole[first]])
    }
  }

  /// However a hypothesis was found, forced decoding gives it the same log-probability.
  @Test(arguments: changes.indices, [1, 3])
  func aTranslationsOwnScoreComesOutToTheBit(index: Int, models: Int) throws {
    let model = try RandomModel.make()
    let others = try (1..<models).map { try RandomModel.make(seed: UInt64($0) + 7) }
    let translator = try Translator(
      model: model, others: others, options: Self.options(index, model), threads: 2)
    let lines = Self.lines.filter { !$0.isEmpty && $0.count <= 12 }
    let prefixes = lines.indices.map { $0.isMultiple(of: 3) ? "ga" : "" }
    var compared = 0
    for (line, translation) in zip(lines, try translator.translate(lines, prefixes: prefixes)) {
      for hypothesis in translation.hypotheses
      where hypothesis.tokens.allSatisfy(RandomModel.letters.contains)
        // What stands for an unknown token is another token.
        && !translator.options.replaceUnknown
      {
        let scored = try translator.score(sources: [line], targets: [hypothesis.text])[0]
        #expect(scored.logProbability == hypothesis.logProbability)
        compared += 1
      }
    }
    #expect(compared > 10 || translator.options.replaceUnknown)
  }

  @Test func prefixesComeFirstAndAsTheyWereGiven() throws {
    let translator = try Translator(model: RandomModel.make())
    let found = try translator.translate(
      ["abc", "abc", "", "", "abc"], prefixes: ["", "fa", "", "cc", "f한한a"])
    #expect(found[1].text.hasPrefix("fa"))
    #expect(found[2].text.isEmpty)
    #expect(found[3].text.hasPrefix("cc"))
    #expect(found[4].text.hasPrefix("f한한a"))
    #expect(found[0] == (try translator.translate(["abc"])[0]))
    let free = found[0].hypotheses[0]
    let again = try translator.translate(["abc"], prefixes: [String(free.text.prefix(2))])
    #expect(again[0].hypotheses[0].text.hasPrefix(String(free.text.prefix(2))))
    #expect(throws: UserError.self) { try translator.translate(["a"], prefixes: []) }
    let long = String(repeating: "ab", count: 300)
    #expect(try translator.translate(["abc"], prefixes: [long])[0].text == long)
  }

  @Test func unknownTokensAreReplacedByTheSource() throws {
    // Nothing but `<unk>` can be written.
    let model = try RandomModel.make(target: []) { $0.decoding.minimumLength = 4 }
    var options = model.configuration.decoding.searchOptions
    let plain = try Translator(model: model, options: options).translate(["ab한"])[0]
    #expect(plain.hypotheses[0].tokens.allSatisfy { $0 == "<unk>" })
    options.replaceUnknown = true
    let translator = try Translator(model: model, options: options)
    let replaced = try translator.translate(["ab한"])[0]
    #expect(replaced.hypotheses[0].tokens.count == plain.hypotheses[0].tokens.count)
    #expect(replaced.hypotheses[0].logProbability == plain.hypotheses[0].logProbability)
    let map = try translator.attention("ab한")
    let expected = map.weights.dropLast().map { weights in
      map.sourceTokens.indices.max { (weights[$0], $1) < (weights[$1], $0) } ?? 0
    }
    #expect(replaced.hypotheses[0].tokens == expected.map { ["a", "b", "한"][$0] })
    // Nothing to look at: it stays.
    let empty = try translator.translate([""], prefixes: ["x"])[0]
    #expect(empty.hypotheses[0].tokens.dropFirst().allSatisfy { $0 == "<unk>" })
    #expect(empty.hypotheses[0].tokens.count >= 4)
  }

  @Test(arguments: [\SearchOptions.replaceUnknown])
  func attentionThatIsNotThere(key: WritableKeyPath<SearchOptions, Bool> & Sendable) throws {
    let model = try RandomModel.make(attention: .none)
    var options = SearchOptions()
    options[keyPath: key] = true
    let error = #expect(throws: UserError.self) {
      try Translator(model: model, options: options)
    }
    #expect(error?.problem == "decoding.replace_unknown needs a model with attention")
    options = SearchOptions()
    options.coveragePenalty = 1
    #expect(throws: UserError.self) { try Translator(model: model, options: options) }
    // One of an ensemble is enough.
    let other = try RandomModel.make(seed: 3)
    let both = try Translator(model: model, others: [other], options: options)
    #expect(try both.translate(["abc"])[0].hypotheses[0].logProbability < 0)
  }

  /// A temperature near 0 leaves one token, and no infinity.
  @Test(arguments: [1e-300, 1e-30, 1e-3, 1e3, 1e300])
  func extremeTemperatures(temperature: Double) throws {
    let model = try RandomModel.make()
    var options = SearchOptions(beamSize: 1, maximumLength: 5)
    let greedy = try Translator(model: model, options: options).translate(["abc"])[0]
    options.temperature = temperature
    let tempered = try Translator(model: model, options: options).translate(["abc"])[0]
    #expect(temperature > 1 || tempered.text == greedy.text)
    options.strategy = .sampling
    let drawn = try Translator(model: model, options: options).translate(["abc"])[0]
    #expect(temperature > 1e-20 || drawn.text == greedy.text)
    options.strategy = .beam
    options.beamSize = 5
    let wide = try Translator(model: model, options: options).translate(
      ["abc"], prefixes: ["gg"])
    #expect(wide[0].text.hasPrefix("gg"))
    #expect(wide[0].hypotheses[0].text.count <= 5)
  }

  @Test func manySamplesDiffer() throws {
    let model = try RandomModel.make()
    var options = SearchOptions(maximumLength: 8)
    options.strategy = .sampling
    let translator = try Translator(model: model, options: options)
    let found = try translator.translate([String](repeating: "abc", count: 50)).map(\.text)
    #expect(Set(found).count > 25)
  }
}

extension String {
  /// The character at a distance from the start.
  fileprivate subscript(distance: Int) -> Character { Array(self)[distance] }
}
