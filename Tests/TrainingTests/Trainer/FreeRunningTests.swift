import Foundation
import Seq2Seq
import Testing

@testable import Seq2SeqDecoding
@testable import Seq2SeqTraining

@Suite struct FreeRunningTests {
  @Test func positionsAreCompared() {
    func sums(_ output: [Int32], _ reference: [Int32]) -> FreeRunningSums {
      var sums = FreeRunningSums()
      sums.add(output: output, reference: reference[...])
      return sums
    }
    #expect(sums([5, 6], [5, 6]).correct == 3 && sums([5, 6], [5, 6]).tokens == 3)
    #expect(sums([5], [5, 6]).correct == 1)
    #expect(sums([5, 6, 7], [5, 6]).correct == 2)
    #expect(sums([6, 5], [5, 6]).correct == 1)
    #expect(sums([], []).correct == 1 && sums([], []).tokens == 1)
    // Where the output has ended it is wrong, even if the reference ends later.
    #expect(sums([], [5, 6]).correct == 0)
    // An unknown token is never right.
    #expect(sums([1, 6], [1, 6]).correct == 2)
    #expect(FreeRunningSums().percent == 0)
    #expect(sums([5], [5, 6]).percent == 100.0 / 3)
  }

  /// Against greedy search without limits, at any number of threads.
  @Test func isGreedySearchComparedPositionByPosition() throws {
    let task = try TinyTask()
    defer { task.remove() }
    var configuration = task.configuration
    configuration.training.epochs = 8
    // Limits and penalties that would show.
    configuration.decoding.maximumLength = 2
    configuration.decoding.maximumLengthRatio = 0.1
    let outcome = try task.train(configuration, into: "run")
    let model = try Seq2SeqModel(path: task.path("run"))
    let pairs = try CorpusReader.pairs(.tsv(task.path("validation.tsv")))
    let options = SearchOptions(beamSize: 1, maximumLength: 1000, maximumLengthRatio: 900)
    let hypotheses = try Translator(model: model, options: options).translate(pairs.sources)
    var sums = FreeRunningSums()
    for (hypothesis, reference) in zip(hypotheses, pairs.targets) {
      let tokens = model.targetPipeline.tokens(in: reference)
      sums.add(
        output: model.targetVocabulary.identifiers(of: hypothesis.hypotheses[0].tokens),
        reference: model.targetVocabulary.identifiers(of: tokens)[...])
    }
    #expect(sums.percent > 5 && sums.percent < 100)
    for threads in 1...3 {
      let translator = try Translator(model: model, threads: threads)
      let result = try Evaluator(translator: translator).evaluate(
        pairs, metrics: [.freeRunningAccuracy, .accuracy])
      #expect(result.metrics[0].value.value == sums.percent)
      #expect(result.metrics[1].value.value > sums.percent)
    }
    #expect(outcome.best?.metrics["free_running_accuracy"] == sums.percent)
    let log = try String(decoding: task.bytes("run/log.jsonl"), as: UTF8.self)
    #expect(log.contains(#""free_running_accuracy": "#))
  }

  @Test func emptySidesAndUnknownTokens() throws {
    let task = try TinyTask()
    defer { task.remove() }
    try task.train(task.configuration, into: "run")
    let model = try Seq2SeqModel(path: task.path("run"))
    let pairs = RawPairs(
      sources: ["", "abc", "???", ""], targets: ["", "", "???", "abc"],
      report: CorpusReport(name: "pairs"))
    let result = try Evaluator(translator: Translator(model: model)).evaluate(
      pairs, metrics: [.freeRunningAccuracy])
    #expect((0...100).contains(result.metrics[0].value.value))
    let none = RawPairs(sources: [], targets: [], report: CorpusReport(name: "none"))
    #expect(
      try Evaluator(translator: Translator(model: model)).evaluate(
        none, metrics: [.freeRunningAccuracy]
      ).metrics[0].value.value == 0)
  }

  @Test func anEnsembleHasNone() throws {
    let task = try TinyTask()
    defer { task.remove() }
    try task.train(task.configuration, into: "run")
    let model = try Seq2SeqModel(path: task.path("run"))
    let translator = try Translator(model: model, others: [model])
    let pairs = try CorpusReader.pairs(.tsv(task.path("validation.tsv")))
    let error = #expect(throws: UserError.self) {
      try Evaluator(translator: translator).evaluate(pairs, metrics: [.freeRunningAccuracy])
    }
    #expect(error?.kind == .usage)
  }
}
