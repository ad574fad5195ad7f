import Foundation
import Testing

@testable import Seq2SeqDecoding
@testable import Seq2SeqExplain
@testable import Seq2SeqModels
@testable import Seq2SeqText

#if canImport(FoundationXML)
  import FoundationXML
#endif

struct TriagerTests {
  /// A model of characters a, b, <, /, >, 사, 랑, `, *, & with attention, its search and its triager.
  private static func model(
    _ change: (inout Configuration) -> Void = { _ in }
  ) throws -> (model: Seq2SeqModel, translator: Translator) {
    let kind = try #require(
      ExplainedModelKind.all.first { $0.context == .allStates && $0.attention == .general })
    var configuration = kind.configuration
    change(&configuration)
    let letters = Dictionary("ab</>사랑`*&".map { (String($0), 1) }, uniquingKeysWith: +)
    let model = try Seq2SeqModel(
      configuration: configuration, sourceVocabulary: Vocabulary(counts: letters),
      targetVocabulary: Vocabulary(counts: letters))
    return (model, try Translator(model: model, threads: 2))
  }

  private static func translation(
    _ text: String, score: Double = 0, truncatedFrom: Int? = nil
  ) -> Translation {
    Translation(
      hypotheses: [
        TranslatedHypothesis(
          text: text, tokens: text.map(String.init), logProbability: score, score: score)
      ], truncatedFrom: truncatedFrom)
  }

  /// The labels of one made-up output but for those of attention, which follow from random weights.
  private func labels(
    _ source: String, _ reference: String, _ translation: Translation
  ) throws -> Set<ErrorLabel> {
    let triage = try Triager(translator: Self.model().translator).triage(
      sources: [source], references: [reference], translations: [translation])
    let labels = triage.wrong.first?.labels ?? []
    return Set(labels).subtracting([.sourceSkipped, .sourceRevisited, .other])
  }

  @Test func whatIsOddIsLabelled() throws {
    #expect(try labels("aq", "ab", Self.translation("a")) == [.unknownSource])
    #expect(try labels("ab", "aq", Self.translation("a")) == [.unknownReference])
    #expect(try labels("ab", "abab", Self.translation("ab")) == [.tooShort])
    #expect(try labels("ab", "abab", Self.translation("aba")) == [])
    #expect(try labels("ab", "aba", Self.translation("a사랑ba")) == [.tooLong])
    #expect(try labels("ab", "ab사랑", Self.translation("abab")) == [])
    #expect(try labels("ab", "ab사랑/", Self.translation("ababa")) == [.repetition])
    #expect(try labels("ab", "ababa<", Self.translation("ababa")) == [])
    #expect(try labels("ab", "b", Self.translation("a", score: -1e9)) == [.searchError])
    #expect(
      try labels("ab", "b", Self.translation("a", score: -1e9, truncatedFrom: 99)) == [.sourceCut])
  }

  @Test func whatIsRightIsNotWrong() throws {
    let triage = try Triager(translator: Self.model().translator).triage(
      sources: ["ab", "aq", "a"], references: ["b", "b", "a"],
      translations: ["b", "b", "<unk>"].map { Self.translation($0) })
    #expect(triage.lines == 3)
    #expect(triage.wrong.map(\.number) == [3])
    let unknown = try #require(triage.tallies.first { $0.label == .unknownSource })
    #expect((unknown.wrong, unknown.right) == (0, 1))
  }

  /// The search errors are those that `explain` finds.
  @Test(
    arguments: [
      { (_: inout Configuration) in },
      { (configuration: inout Configuration) in configuration.decoding.coveragePenalty = 0.3 },
      { (configuration: inout Configuration) in configuration.decoding.lengthPenaltyKind = .average
      },
    ] as [@Sendable (inout Configuration) -> Void])
  func searchErrorsAreExplains(change: @Sendable (inout Configuration) -> Void) throws {
    let (model, translator) = try Self.model {
      change(&$0)
      $0.decoding.beamSize = 1
    }
    let explainer = try Explainer(model: model, threads: 1)
    let sources = ["a", "ab", "ba사", "랑랑", "a<b>", "&"]
    let references = ["b", "", "aa", "사랑", "b", "abab"]
    let triage = try Triager(translator: translator).triage(
      sources: sources, references: references, translations: translator.translate(sources))
    #expect(triage.wrong.count > 3)
    for line in triage.wrong {
      let judged = try #require(
        try explainer.explain(line.source, reference: line.reference).reference)
      #expect(line.labels.contains(.searchError) == (judged.verdict == .searchError))
      #expect(abs(line.referenceScore - judged.hypothesis.score) < 1e-5)
    }
  }

  /// Attention of many lines of unlike lengths side by side adds up to what each has alone.
  @Test func coverageIsTheSumOfTheAttention() throws {
    let (model, translator) = try Self.model()
    let explainer = try Explainer(model: model, threads: 1)
    let sources =
      (1...20).map { String(repeating: "a사b", count: 4).prefix($0 % 11 + 1) + "" } + [""]
    let translations = try translator.translate(sources)
    let coverages = try #require(
      try translator.coverage(
        sources: sources, outputs: translations.map { $0.hypotheses[0].tokens }))
    #expect(coverages.count == 21 && coverages[20].isEmpty)
    for (source, coverage) in zip(sources, coverages).dropLast() {
      let steps = try explainer.explain(source).steps
      #expect(coverage.count == source.count)
      for (place, sum) in coverage.enumerated() {
        let expected = steps.reduce(0.0) { $0 + Double($1.attention?[place] ?? .nan) }
        #expect(abs(sum - expected) < 1e-4)
      }
    }
  }

  /// What is usual is what right outputs have; a twentieth of them may lie beyond either bound.
  @Test func rightOutputsSayWhichAttentionIsUsual() {
    // Least shares of 0.01 to 0.40, most of 1.60 to 1.99, of two tokens.
    let right = (1...40).map { [0.005 * Double($0), 1 - 0.005 * Double($0)] } + [[]]
    let bounds = AttentionBounds(ofRight: right)
    #expect(abs(bounds.least - 0.03) < 1e-9 && abs(bounds.most - 1.97) < 1e-9)
    #expect(right.count(where: bounds.skips) == 2 && right.count(where: bounds.revisits) == 2)
    // Attention that is three times as much in all is the same share.
    #expect(!bounds.skips([0.3, 2.7]) && bounds.skips([0.02, 2.98]))
    let few = AttentionBounds(ofRight: Array(right.prefix(19)))
    #expect(few.least == 0.1 && few.most == 3)
    #expect(!few.skips([]) && !few.revisits([0, 0]))
  }

  @Test func everyKindOfModelIsTriaged() throws {
    for kind in ExplainedModelKind.all {
      let translator = try Translator(model: kind.model(), threads: 1)
      let sources = ["ab", "", "사랑q", "aaaaaaaaaaaaaaaaaaaaaaaa"]
      let triage = try Triager(translator: translator).triage(
        sources: sources, references: ["b", "", "사랑", "a"],
        translations: translator.translate(sources))
      #expect(triage.wrong.allSatisfy { !$0.labels.isEmpty })
      #expect(!triage.wrong.contains { $0.number == 2 })
      if kind.attention == .none {
        #expect(!triage.tallies.contains { $0.label == .sourceSkipped })
      }
    }
  }

  @Test(arguments: [
    ("", 0), ("a", 0), ("aa", 1), ("aaa", 2), ("abab", 2), ("ababa", 3), ("abcab", 0),
    ("xabcabcy", 3), ("aabb", 1),
  ])
  func repeatedTokens(text: String, run: Int) {
    #expect(RepeatedTokens.longestRun(in: text.map(String.init)) == run)
  }

  @Test(arguments: PageLanguage.allCases) func thePageHoldsIt(_ language: PageLanguage) throws {
    let hostile = "</script><svg onload=\"alert(1)\"> & \u{0}\u{FFFF} ` ** "
    let texts = ["ab", hostile, "값"]
    let triage = try Triager(translator: Self.model().translator).triage(
      sources: texts, references: ["b", "사랑", "값"],
      translations: ["a", hostile, "갑"].map { Self.translation($0, score: -1) })
    let page = triage.html(model: hostile, metrics: [("wer", "100.00")], language)
    let parser = XMLParser(data: Data(page.utf8))
    #expect(parser.parse(), "\(String(describing: parser.parserError))")
    #expect(!page.contains("http") && !page.contains("<script"))
    #expect(!page.contains("<svg onload"))
    #expect(page.contains("<html lang=\"\(language.rawValue)\">"))
    #expect(page.contains("wer") && page.contains("**3**") == false)
    // The final consonants of 값 and 갑.
    #expect(page.contains("-ㅄ") && page.contains("-ㅂ"))
    let nothing = try Triager(translator: Self.model().translator).triage(
      sources: [], references: [], translations: []
    ).html(language)
    #expect(XMLParser(data: Data(nothing.utf8)).parse())
  }

  @Test func unequalNumbersAreAnError() throws {
    let error = #expect(throws: UserError.self) {
      try Triager(translator: Self.model().translator).triage(
        sources: ["a"], references: [], translations: [])
    }
    #expect(error?.kind == .badData)
  }
}
