import Foundation
import Seq2Seq
import Testing

/// A sentence gets the same tokens and the same score, to the bit, alone, in any batch, with any
/// neighbours, at any number of threads.
@Suite struct CompanyTests {
  @Test(arguments: ModelVariant.allCases, Precision.available)
  func translationsDoNotDependOnCompany(_ variant: ModelVariant, _ precision: Precision) throws {
    let task = try TinyTask()
    defer { task.remove() }
    var configuration = task.configuration
    configuration.training.precision = precision
    variant.change(&configuration)
    try expectNoCompanyMatters(task, configuration)
  }

  @Test(arguments: CellKind.allCases, Precision.available)
  func translationsOfEveryCellDoNotDependOnCompany(
    _ cell: CellKind, _ precision: Precision
  ) throws {
    let task = try TinyTask()
    defer { task.remove() }
    var configuration = task.configuration(cell)
    configuration.training.precision = precision
    try expectNoCompanyMatters(task, configuration)
  }

  private func expectNoCompanyMatters(
    _ task: TinyTask, _ configuration: Configuration
  ) throws {
    try task.train(configuration, into: "run")
    let model = try Seq2SeqModel(path: task.path("run"))
    var generator = SystemRandomNumberGenerator()
    let lines = (0..<90).map { index in
      String(
        (0..<(index * 7 % 23)).map { _ in "abcdefxyz ".randomElement(using: &generator) ?? "a" })
    }
    let targets = lines.map { String($0.reversed().prefix(9)) }
    let whole = try Translator(model: model, threads: 1)
    let expected = try whole.translate(lines)
    let scores = try whole.score(sources: lines, targets: targets)
    #expect(expected.count == lines.count)
    for threads in 1...3 {
      let translator = try Translator(model: model, threads: threads)
      for _ in 0..<4 {
        let some = lines.indices.shuffled(using: &generator).prefix(Int.random(in: 1...90))
        #expect(
          try translator.translate(some.map { lines[$0] }) == some.map { expected[$0] })
        #expect(
          try translator.score(sources: some.map { lines[$0] }, targets: some.map { targets[$0] })
            == some.map { scores[$0] })
      }
      for index in [0, 5, 41, 89] {
        #expect(try translator.translate([lines[index]])[0] == expected[index])
      }
    }
  }

  @Test(arguments: [ModelVariant.general, .copying], Precision.available)
  func aTranslationsOwnScoreComesOutToTheBit(
    _ variant: ModelVariant, _ precision: Precision
  ) throws {
    let task = try TinyTask()
    defer { task.remove() }
    var configuration = task.configuration
    configuration.training.precision = precision
    variant.change(&configuration)
    try task.train(configuration, into: "run")
    var options = task.configuration.decoding.searchOptions
    options.nBest = 4
    let translator = try Translator(model: Seq2SeqModel(path: task.path("run")), options: options)
    let lines = ["abc", "fedcba", "a", "ccc", "xay"]
    for (line, translation) in zip(lines, try translator.translate(lines)) {
      for hypothesis in translation.hypotheses where !hypothesis.tokens.contains("<unk>") {
        let scored = try translator.score(sources: [line], targets: [hypothesis.text])[0]
        #expect(scored.logProbability == hypothesis.logProbability)
        #expect(scored.tokens == hypothesis.tokens.count + 1)
      }
    }
  }

  @Test func greedyIsBeamOfOneAndLinesAreNeverLost() throws {
    let task = try TinyTask()
    defer { task.remove() }
    try task.train(task.configuration, into: "run")
    let translator = try Translator(model: Seq2SeqModel(path: task.path("run")))
    let long = String(repeating: "ab", count: 5000)
    let hostile = ["", "   ", "\u{0}", "a\u{2028}b", "\r", long, "한글"]
    let results = try translator.translate(hostile)
    #expect(results.count == hostile.count)
    #expect(results[0].text.isEmpty)
    #expect(results[5].truncatedFrom == 10000)
    #expect(results.allSatisfy { !$0.hypotheses.isEmpty })
  }
}
