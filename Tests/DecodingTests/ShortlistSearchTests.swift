import Seq2SeqModels
import Seq2SeqText
import Testing

@testable import Seq2SeqDecoding

/// Translating with some of the tokens alone.
@Suite struct ShortlistSearchTests {
  private static let lines = TranslatorTests.lines

  /// Lists that differ from letter to letter.
  private static func shortlist(_ model: Seq2SeqModel, each: Int) -> Shortlist {
    func sides(_ factor: Int32) -> [[Int32]] {
      (0..<60).map { (number: Int32) in
        (0..<number % 5).map { (place: Int32) in 4 + (number * factor + place) % 7 }
      }
    }
    let corpus = EncodedCorpus(sources: sides(1), targets: sides(3))
    return Shortlist(
      corpus, source: model.sourceVocabulary, target: model.targetVocabulary, commonCount: 1,
      each: each)
  }

  @Test(arguments: InferencePrecision.allCases, [0, 1, 3])
  func translationsDoNotDependOnCompany(precision: InferencePrecision, options: Int) throws {
    let model = try RandomModel.make()
    let shortlist = Self.shortlist(model, each: 2)
    func translator(_ threads: Int) throws -> Translator {
      try Translator(
        model: model, options: TranslatorTests.options(options, model), precision: precision,
        shortlist: shortlist, threads: threads)
    }
    let whole = try translator(1).translate(Self.lines)
    #expect(try translator(3).translate(Self.lines) == whole)
    let two = try translator(2)
    for first in [0, 13, 38] {
      #expect(
        try two.translate(Array(Self.lines[first...]), firstLine: first) == Array(whole[first...]))
      #expect(try two.translate([Self.lines[first]], firstLine: first) == [whole[first]])
    }
  }

  @Test func nothingElseIsSaid() throws {
    let model = try RandomModel.make()
    let shortlist = Self.shortlist(model, each: 3)
    let translator = try Translator(model: model, shortlist: shortlist, threads: 2)
    let prefixes = Self.lines.indices.map { $0.isMultiple(of: 3) ? "ga" : "" }
    let translations = try translator.translate(Self.lines, prefixes: prefixes)
    var said = Set<String>()
    for (index, translation) in translations.enumerated() {
      let tokens = translator.source(Self.lines[index]).tokens
      let list = Set(shortlist.tokens(for: Array(tokens)).map(model.targetVocabulary.token))
      for hypothesis in translation.hypotheses {
        let own = hypothesis.tokens.dropFirst(prefixes[index].count)
        #expect(list.union(["g", "a"]).isSuperset(of: own))
        #expect(hypothesis.text.hasPrefix(prefixes[index]))
        said.formUnion(own)
      }
    }
    #expect(said.count > 2)
  }

  /// With all tokens in the list every hypothesis gains what the softmax gave to padding and start.
  @Test func aListOfAllTokensLeavesTheModelAsItIs() throws {
    let model = try RandomModel.make()
    let all = Shortlist(
      EncodedCorpus(sources: [], targets: []), source: model.sourceVocabulary,
      target: model.targetVocabulary, commonCount: 100)
    let options = SearchOptions(beamSize: 4, nBest: 4, lengthPenalty: .none, maximumLength: 8)
    let lines = Self.lines.filter { !$0.isEmpty }
    let plain = try Translator(model: model, options: options, threads: 2).translate(lines)
    let listed = try Translator(model: model, options: options, shortlist: all, threads: 2)
      .translate(lines)
    var compared = 0
    for (one, other) in zip(plain, listed) {
      for hypothesis in one.hypotheses {
        guard let same = other.hypotheses.first(where: { $0.tokens == hypothesis.tokens }) else {
          continue
        }
        compared += 1
        let gain = (same.logProbability - hypothesis.logProbability) / Double(same.tokens.count + 1)
        // Two of eleven tokens, of which none is sure.
        #expect((0.01...0.7).contains(gain))
      }
    }
    #expect(compared > 40)
  }

  @Test func whereItCannotBeIsSaid() throws {
    let model = try RandomModel.make()
    let shortlist = Self.shortlist(model, each: 1)
    let copying = try RandomModel.make { $0.model.copying = true }
    func refused(_ make: () throws -> Translator) {
      #expect {
        _ = try make()
      } throws: {
        ($0 as? UserError)?.kind == .usage
      }
    }
    refused { try Translator(model: copying, shortlist: shortlist, threads: 1) }
    refused { try Translator(model: model, others: [model], shortlist: shortlist, threads: 1) }
    refused {
      var options = model.configuration.decoding.searchOptions
      options.strategy = .sampling
      return try Translator(model: model, options: options, shortlist: shortlist, threads: 1)
    }
  }
}
