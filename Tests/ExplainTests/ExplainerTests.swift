import Foundation
import Seq2SeqDecoding
import Seq2SeqExplain
import Seq2SeqModels
import Seq2SeqText
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct ExplainerTests {
  static let texts = ["a사", "</b>*`&", "aaabbbaaabbbaaab", "z"]

  @Test func everyKindIsThere() {
    #expect(!ExplainedModelKind.all.isEmpty)
    #expect(Set(ExplainedModelKind.all.map(\.context)) == Set(ContextKind.allCases))
    #expect(Set(ExplainedModelKind.all.map(\.bridge)) == Set(BridgeKind.allCases))
  }

  @Test(arguments: ExplainedModelKind.all)
  func theOutputIsWhatTranslateGives(_ kind: ExplainedModelKind) throws {
    let model = try kind.model()
    let explainer = try Explainer(model: model, threads: 1)
    let translator = try Translator(model: model, threads: 1)
    for text in ExplainerTests.texts {
      let explanation = try explainer.explain(text, reference: "ab")
      let translation = try translator.translate([text])[0]
      let best = try #require(translation.hypotheses.first)
      #expect(explanation.output.text == translation.text)
      #expect(explanation.output.tokens.map(\.text) == best.tokens)
      #expect(explanation.output.logProbability == best.logProbability)
      #expect(explanation.output.score == best.score)
      #expect(explanation.source.truncatedFrom == translation.truncatedFrom)
      // Along the output the decoder itself says the same, to the bit.
      let sum = explanation.steps.reduce(0.0) { $0 + Double($1.output.logProbability) }
      #expect(sum == best.logProbability)
      let reference = try #require(explanation.reference)
      if explanation.source.truncatedFrom == nil {
        let scored = try translator.score(sources: [text], targets: ["ab"])[0]
        #expect(reference.hypothesis.logProbability == scored.logProbability)
      }
      #expect(reference.verdict == ExplainerTests.verdict(reference, explanation.output))
    }
  }

  private static func verdict(
    _ reference: ExplainedReference, _ output: ExplainedHypothesis
  ) -> ExplainedReference.Verdict {
    reference.hypothesis.score > output.score
      ? .searchError : reference.hypothesis.score < output.score ? .modelError : .none
  }

  @Test(arguments: ExplainedModelKind.all)
  func probabilitiesAddUpToOne(_ kind: ExplainedModelKind) throws {
    let model = try kind.model()
    for count in [1, 4, 1_000] {
      let explanation = try Explainer(model: model, candidates: count, threads: 1).explain("ab사")
      for step in explanation.steps {
        let listed = step.candidates.reduce(0) { $0 + $1.probability }
        #expect(abs(listed + step.restProbability - 1) < 1e-5)
        // All but `<pad>` and `<s>` may follow.
        #expect(step.candidates.count == min(count, model.targetVocabulary.count - 2))
        #expect(step.entropy >= 0)
        #expect(step.entropy <= log(Double(model.targetVocabulary.count)) + 1e-6)
        #expect(step.rank >= 1)
        if step.rank <= count {
          #expect(step.candidates[step.rank - 1].token == step.output.token)
        }
        #expect((step.attention != nil) == (kind.attention != .none))
        if let attention = step.attention {
          #expect(attention.count == 3)
          #expect(abs(attention.reduce(0, +) - 1) < 1e-5)
        }
      }
    }
  }

  /// A model that copies tells of both parts of its distribution, and of tokens that only the text has.
  @Test func copiesAreExplained() throws {
    var configuration = try #require(
      ExplainedModelKind.all.first { $0.attention == .general }
    ).configuration
    configuration.model.copying = true
    let letters = Dictionary("ab사랑".map { (String($0), 1) }, uniquingKeysWith: +)
    let model = try Seq2SeqModel(
      configuration: configuration, sourceVocabulary: Vocabulary(counts: letters),
      targetVocabulary: Vocabulary(counts: ["a": 1]))
    for index in 0..<model.parameters.size { model.parameters.values[index] *= 6 }
    let translator = try Translator(model: model, threads: 1)
    for text in ["x사ax", "zzz"] {
      let explanation = try Explainer(model: model, candidates: 100, threads: 1)
        .explain(text, reference: "\(text)q")
      let best = try translator.translate([text])[0].hypotheses[0]
      #expect(explanation.output.tokens.map(\.text) == best.tokens)
      let sum = explanation.steps.reduce(0.0) { $0 + Double($1.output.logProbability) }
      #expect(sum == best.logProbability)
      for step in explanation.steps {
        let share = try #require(step.generationProbability)
        #expect(share > 0 && share < 1)
        let listed = step.candidates.reduce(0) { $0 + $1.probability }
        #expect(abs(listed + step.restProbability - 1) < 1e-5 && step.entropy >= 0)
        let copied = step.candidates.map(\.token).filter { $0.id >= model.targetVocabulary.count }
        #expect(Set(copied.map(\.text)) == Set(text.map(String.init)).subtracting(["a"]))
        #expect(copied.allSatisfy { $0.isUnknown })
      }
      let reference = try #require(explanation.reference)
      #expect(reference.hypothesis.tokens.map(\.text) == "\(text)q".map(String.init))
      let scored = try translator.score(sources: [text], targets: ["\(text)q"])[0]
      #expect(reference.hypothesis.logProbability == scored.logProbability)
      #expect(try Explanation(json: explanation.json) == explanation)
    }
  }

  @Test(arguments: ExplainedModelKind.all)
  func statesHaveTheirShapesAndMeet(_ kind: ExplainedModelKind) throws {
    let explanation = try Explainer(model: kind.model(), threads: 1).explain("ab사a")
    let directions = kind.isBidirectional ? 2 : 1
    #expect(explanation.encoder.count == kind.layers * directions)
    #expect(explanation.decoder.count == kind.layers)
    for (layers, times, units) in [
      (explanation.encoder, 4, 5), (explanation.decoder, explanation.steps.count, 5 * directions),
    ] {
      for layer in layers {
        let all = [layer.hidden] + [layer.cell].compactMap { $0 } + layer.gates.map(\.values)
        #expect(!layer.gates.isEmpty)
        #expect(Set(layer.gates.map(\.name)).count == layer.gates.count)
        for values in all {
          #expect(values.count == times)
          #expect(values.allSatisfy { $0.count == units })
        }
      }
    }
    // The context is the top layer's states, and its last state is where each direction ends.
    let top = explanation.encoder.suffix(directions)
    if let states = explanation.context.states {
      #expect(states == (0..<4).map { time in top.flatMap { $0.hidden[time] } })
    }
    if let vector = explanation.context.vector {
      #expect(
        vector == top.flatMap { $0.direction == "backward" ? $0.hidden[0] : $0.hidden[3] })
    }
    #expect(explanation.context.initialStates.count == kind.layers)
  }

  @Test(arguments: ExplainedModelKind.all)
  func jsonAndPageHoldIt(_ kind: ExplainedModelKind) throws {
    let explainer = try Explainer(model: kind.model(), threads: 1)
    for text in ExplainerTests.texts.prefix(2) {
      let explanation = try explainer.explain(text, reference: "<svg onload=\"x\">")
      #expect(try Explanation(json: explanation.json) == explanation)
      for language in PageLanguage.allCases {
        let page = explanation.html(language)
        let parser = XMLParser(data: Data(page.utf8))
        #expect(parser.parse(), "\(String(describing: parser.parserError))")
        #expect(!page.contains("http") && !page.contains("<script"))
      }
    }
  }

  @Test func theBeamIsATreeThatHoldsTheOutput() throws {
    let explanation = try Explainer(model: ExplainedModelKind.all[0].model(), threads: 1).explain(
      "ab")
    let nodes = explanation.beam.nodes
    let output = nodes.filter(\.isOutput)
    #expect(
      output.map(\.token.text) == explanation.output.tokens.map(\.text) + ["</s>"])
    #expect(output.last?.logProbability == explanation.output.logProbability)
    #expect(output.last?.outcome == .ended)
    #expect(Set(nodes.map(\.node)).count == nodes.count)
    let steps = Dictionary(
      nodes.map { ($0.node, $0.step) }, uniquingKeysWith: { first, _ in first })
    for node in nodes {
      #expect(node.parent.map { steps[$0] == node.step - 1 } ?? (node.step == 0))
    }
    #expect(nodes.contains { $0.outcome == .pruned })
    for step in 0..<explanation.steps.count {
      #expect(nodes.count { $0.step == step && $0.outcome != .pruned } <= 3)
    }
  }

  @Test func theVerdictOnTheOutputItselfIsNone() throws {
    let model = try ExplainedModelKind.all[0].model()
    let explainer = try Explainer(model: model, threads: 1)
    let output = try explainer.explain("ab").output.text
    let reference = try #require(try explainer.explain("ab", reference: output).reference)
    #expect(reference.verdict == .none)
    #expect(reference.fellOffAt == nil)
    #expect(reference.steps.allSatisfy { $0.isInBeam })
  }

  /// A wide search finds what a narrow one misses, so that the narrow one is told its search error.
  @Test func aMissedBetterOutputIsASearchError() throws {
    var found = false
    for kind in ExplainedModelKind.all {
      let model = try kind.model()
      var options = model.configuration.decoding.searchOptions
      options.beamSize = 60
      options.lengthPenalty = .gnmt(alpha: 3)
      let wide = try Translator(model: model, options: options, threads: 1)
      options.beamSize = 1
      let narrow = try Explainer(model: model, options: options, threads: 1)
      for text in ["ab", "ba사", "랑"] {
        let best = try wide.translate([text])[0].hypotheses[0]
        let explanation = try narrow.explain(text, reference: best.text)
        let reference = try #require(explanation.reference)
        guard best.score > explanation.output.score, !best.tokens.contains("<unk>") else {
          continue
        }
        found = true
        #expect(reference.verdict == .searchError)
        let step = try #require(reference.fellOffAt)
        #expect(reference.steps.map(\.isInBeam) == reference.steps.indices.map { $0 < step })
        #expect(reference.steps[step].rank > 1)
      }
    }
    #expect(found)
  }

  /// The output as its own reference must score what the search gave it, whatever the search.
  @Test func everyWayToSearchIsExplained() throws {
    for kind in ExplainedModelKind.all where kind.attention != .none {
      let model = try kind.model()
      for change in SearchChange.allCases {
        var options = model.configuration.decoding.searchOptions
        options.beamSize = 4
        change.apply(to: &options)
        let explainer = try Explainer(model: model, options: options, threads: 1)
        let translator = try Translator(model: model, options: options, threads: 1)
        let explanation = try explainer.explain("ab사zb", reference: "ba")
        let best = try translator.translate(["ab사zb"])[0].hypotheses[0]
        #expect(explanation.output.text == best.text, "\(change)")
        #expect(explanation.output.score == best.score)
        let sum = explanation.steps.reduce(0.0) { $0 + Double($1.output.logProbability) }
        #expect(sum == best.logProbability, "\(change)")
        guard !explanation.output.tokens.contains(where: \.isUnknown) else { continue }
        let itself = try explainer.explain("ab사zb", reference: best.text).reference
        #expect(itself?.verdict == ExplainedReference.Verdict.none, "\(change)")
        #expect(itself?.hypothesis.score == best.score, "\(change)")
      }
    }
  }

  @Test func nothingToExplainIsAUserError() throws {
    let explainer = try Explainer(model: ExplainedModelKind.all[0].model(), threads: 1)
    #expect(throws: UserError.self) { try explainer.explain("") }
    #expect(try explainer.explain("ab", reference: "").reference?.steps.count == 1)
    #expect(throws: UserError.self) { try Explanation(json: "{}") }
  }

  @Test func unknownTokensAreMarked() throws {
    let explanation = try Explainer(model: ExplainedModelKind.all[0].model(), threads: 1).explain(
      "a\u{1109}\u{1161}z")
    #expect(explanation.source.normalized == "a사z")
    #expect(explanation.source.tokens.map(\.text) == ["a", "사", "z"])
    #expect(explanation.source.tokens.map(\.isUnknown) == [false, false, true])
  }
}
