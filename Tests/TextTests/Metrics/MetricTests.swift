import Testing

@testable import Seq2SeqText

@Suite struct MetricTests {
  @Test func namesMakeTheirMetric() throws {
    #expect(Metric.allNames.count == Metric.allCases.count)
    for name in Metric.allNames { #expect(try Metric(name: name).name == name) }
    for name in ["exact_match", "wer", "token_error_rate", "bleu", "bleu:none", "bleu:char"] {
      #expect(Metric.allNames.contains(name))
    }
  }

  @Test(arguments: [
    ("BLEU", "bleu"), ("blue", "bleu"), ("bleu:chr", "bleu:char"), ("chrF2", "chrf"),
    ("exact-match", "exact_match"), ("exactMatch", "exact_match"), ("perplexty", "perplexity"),
    ("ppl", "perplexity"), ("PER", "token_error_rate"), ("los", "loss"),
  ])
  func misspeltNameIsAnswered(name: String, nearest: String) {
    let error = #expect(throws: UserError.self) { try Metric(name: name) }
    #expect(error?.kind == .usage)
    #expect(error?.problem == "there is no metric \"\(name)\"")
    #expect(error?.remedy == "did you mean \"\(nearest)\"?")
  }

  @Test(arguments: ["", "fortitude", "bleu,chrf,wer,loss"])
  func unknownNameIsAnsweredWithTheChoice(name: String) {
    let error = #expect(throws: UserError.self) { try Metric(name: name) }
    #expect(error?.remedy.contains("exact_match, wer, token_error_rate") == true)
  }

  @Test func directionAndNeeds() {
    let lower: Set<Metric> = [.wordErrorRate, .tokenErrorRate, .loss, .perplexity]
    let ofModel: Set<Metric> = [.loss, .perplexity, .accuracy, .freeRunningAccuracy]
    for metric in Metric.allCases {
      #expect(metric.higherIsBetter == !lower.contains(metric))
      #expect(metric.needsModel == ofModel.contains(metric))
    }
  }

  @Test(arguments: Metric.allCases)
  func unusableInputIsAnError(metric: Metric) {
    let empty = #expect(throws: UserError.self) {
      try metric.evaluate(hypotheses: [], references: [], tokens: { [$0] })
    }
    #expect(empty?.kind == .badData)
    let unequal = #expect(throws: UserError.self) {
      try metric.evaluate(hypotheses: ["a", "b"], references: ["a"], tokens: { [$0] })
    }
    #expect(unequal?.problem == "2 hypotheses do not match 1 references")
    if metric.needsModel {
      let alone = #expect(throws: UserError.self) {
        try metric.evaluate(hypotheses: ["a"], references: ["a"], tokens: { [$0] })
      }
      #expect(alone?.kind == .usage)
    }
  }

  @Test(arguments: Metric.allCases.filter { !$0.needsModel })
  func valueIsFiniteForAnyText(metric: Metric) throws {
    let lines = [
      "", " ", "\u{0}", "\r\n", "\u{2028}", "<unk>", "<unk", "\u{FFFD}\u{301}", "\u{10FFFF}",
      "&&&amp;", "....", String(repeating: "가", count: 3000), "<skipped>-\n", "\u{10FFFD}<unk>",
    ]
    for hypothesis in lines {
      for reference in lines {
        let value = try metric.evaluate(
          hypotheses: [hypothesis], references: [reference],
          tokens: { $0.split(separator: " ").map(String.init) })
        #expect(value.value.isFinite && value.value >= 0)
        if metric != .tokenErrorRate { #expect(value.value <= 100) }
      }
    }
  }
}
