import Foundation
import Seq2Seq
import Seq2SeqTensors
import Testing

@testable import Seq2SeqTraining

@Suite struct TokenWeightsTests {
  private let vocabulary = Vocabulary(counts: ["a": 9, "b": 8, "é": 7, " ": 6, "\t": 5])

  /// The weights of `<pad>`, `<unk>`, `<s>`, `</s>`, and the tokens above in their order.
  private func read(
    _ bytes: [UInt8], lowercase: Bool = false
  ) throws -> (weights: [Float], notices: [String]) {
    let folder = try ReportsFolder()
    let path = folder.path + "/weights.tsv"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    let file = try TokenWeightsFile(
      path: path, vocabulary: vocabulary,
      pipeline: try TextPipeline(tokenizer: .characters, lowercase: lowercase))
    return (
      file.weights.array,
      file.notices.map { $0.replacingOccurrences(of: folder.path + "/", with: "") }
    )
  }

  @Test func tokensHaveTheirWeights() throws {
    let (weights, notices) = try read(
      Array("a\t2\n</s>\t0.5\nе\t1\n<unk>\t0\ne\u{301}\t1e-3\r\n \t3\n\t\t4".utf8))
    #expect(weights == [1, 0, 1, 0.5, 2, 1, 0.001, 3, 4])
    #expect(
      notices == [
        "weights.tsv: 1 token that the target vocabulary does not have, ignored (line 3)"
      ])
  }

  @Test func lowerCaseAndUnknownTokens() throws {
    let (weights, notices) = try read(Array("A\t2\nx\t1\n<pad>\t7\ny\t1\n".utf8), lowercase: true)
    #expect(weights == [1, 1, 1, 1, 2, 1, 1, 1, 1])
    #expect(
      notices == [
        "weights.tsv: 3 tokens that the target vocabulary does not have, ignored (first at line 2)"
      ])
    #expect(try read([]).weights == [Float](repeating: 1, count: 9))
  }

  @Test func brokenTextIsReported() throws {
    #expect(
      try read([0xFF, 0x09, 0x31, 0x0A]).notices.last
        == "weights.tsv: 1 lines with broken UTF-8, repaired")
  }

  @Test(arguments: [
    ("a\t1\n\nb\t1", 2, "this is not TOKEN<TAB>WEIGHT"), ("a 1", 1, "this is not TOKEN<TAB>WEIGHT"),
    ("\t1", 1, "this is not TOKEN<TAB>WEIGHT"),
    ("a\t", 1, "the weight is not a number in its range"),
    ("a\t-1", 1, "the weight is not a number in its range"),
    ("a\tnan", 1, "the weight is not a number in its range"),
    ("a\tinf", 1, "the weight is not a number in its range"),
    ("a\t1e7", 1, "the weight is not a number in its range"),
    ("a\t1e-30", 1, "the weight is not a number in its range"),
    ("a\t1,5", 1, "the weight is not a number in its range"),
    ("b\t2\na\t1\ta", 2, "the weight is not a number in its range"),
    ("a\t1\nb\t2\na\t1", 3, "the token stands in line 1 already"),
  ])
  func badLinesAreNamed(text: String, line: Int, problem: String) {
    let error = #expect(throws: UserError.self) { try read(Array(text.utf8)) }
    #expect(error?.kind == .badData && error?.line == line && error?.problem == problem)
    #expect(error?.file?.hasSuffix("weights.tsv") == true)
  }

  @Test func missingFileAndFolder() throws {
    for (path, kind) in [("/nowhere/at/all", UserError.Kind.missingInput), ("/tmp", .inputOutput)] {
      let error = #expect(throws: UserError.self) {
        try TokenWeightsFile(
          path: path, vocabulary: vocabulary, pipeline: try TextPipeline(tokenizer: .words))
      }
      #expect(error?.kind == kind)
    }
  }

  @Test func trainingUsesThemAndResumingWantsTheSame() throws {
    let task = try TinyTask()
    defer { task.remove() }
    func write(_ text: String) throws {
      try text.write(toFile: task.path("weights.tsv"), atomically: true, encoding: .utf8)
    }
    var configuration = task.configuration
    configuration.training.epochs = 1
    try task.train(configuration, into: "plain")
    configuration.training.tokenWeights = task.path("weights.tsv")
    try write("a\t1\n")
    try task.train(configuration, into: "ones")
    try write("a\t0\nb\t5\nqq\t3\n")
    try task.train(configuration, into: "run")
    #expect(try task.bytes("run/model.safetensors") != task.bytes("plain/model.safetensors"))
    let trainer = try Trainer(configuration: configuration, output: task.path("run"), resume: true)
    #expect(trainer.notices.count == 1)
    try write("a\t0\nb\t4\n")
    let error = #expect(throws: UserError.self) {
      try task.train(configuration, into: "run", resume: true)
    }
    #expect(error?.problem.hasPrefix("training.token_weights has changed") == true)
    configuration.training.tokenWeights = nil
    #expect(throws: UserError.self) { try task.train(configuration, into: "run", resume: true) }
    // The same weights in other words are the same.
    configuration.training.tokenWeights = task.path("weights.tsv")
    try write("b\t5.0\na\t0\n")
    try task.train(configuration, into: "run", resume: true)
  }

  /// What counts nothing is not learnt, whatever else is.
  @Test func tokensWithoutWeightAreNotLearnt() throws {
    let task = try TinyTask()
    defer { task.remove() }
    try "a\t0\nb\t0\nc\t0\nd\t0\ne\t0\nf\t0\n</s>\t0\n".write(
      toFile: task.path("weights.tsv"), atomically: true, encoding: .utf8)
    var configuration = task.configuration
    configuration.training.epochs = 1
    configuration.training.labelSmoothing = 0
    configuration.training.tokenWeights = task.path("weights.tsv")
    var reports: [TrainingReport] = []
    try task.train(configuration, into: "run") { event in
      if case .report(let report, _) = event { reports.append(report) }
    }
    #expect(!reports.isEmpty && reports.allSatisfy { $0.loss == 0 && $0.gradientNorm == 0 })
    #expect(reports.allSatisfy { $0.perplexity > 1 })
  }
}
