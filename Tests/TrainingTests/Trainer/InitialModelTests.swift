import Foundation
import Seq2SeqText
import Testing

@testable import Seq2SeqModels
@testable import Seq2SeqTraining

/// `training.initial_model`: a run that begins with another's weights and vocabularies.
@Suite struct InitialModelTests {
  /// A task, and a run `first` of one epoch to begin with.
  private func start(
    _ change: (inout Configuration) -> Void = { _ in }
  ) throws -> (task: TinyTask, configuration: Configuration) {
    let task = try TinyTask()
    var configuration = task.configuration
    configuration.training.epochs = 1
    change(&configuration)
    try task.train(configuration, into: "first")
    configuration.training.initialModel = task.path("first")
    return (task, configuration)
  }

  private func weights(_ path: String) throws -> [[Float]] {
    let store = try Seq2SeqModel(path: path).parameters
    return store.parameters.map { parameter in store.withWeights(of: parameter) { Array($0) } }
  }

  @Test func theRunBeginsWithItsWeights() throws {
    let (task, configuration) = try start()
    defer { task.remove() }
    let trainer = try Trainer(configuration: configuration, output: task.path("second"))
    let first = try weights(task.path("first"))
    for (parameter, expected) in zip(trainer.model.parameters.parameters, first) {
      trainer.model.parameters.withWeights(of: parameter) { #expect(Array($0) == expected) }
    }
    _ = try trainer.train()
    #expect(try weights(task.path("second")) != first)
  }

  /// Words of new data that the model does not know stay unknown; those that only the model knows are kept.
  @Test func theVocabulariesAreTheModels() throws {
    var (task, configuration) = try start()
    defer { task.remove() }
    try "axz\tzxa\nab\tba\n".write(
      toFile: task.path("other.tsv"), atomically: true, encoding: .utf8)
    configuration.data.train = .pairs(task.path("other.tsv"))
    try task.train(configuration, into: "second")
    let (first, second) = try (
      Seq2SeqModel(path: task.path("first")), Seq2SeqModel(path: task.path("second"))
    )
    #expect(first.sourceVocabulary.serialized() == second.sourceVocabulary.serialized())
    #expect(first.targetVocabulary.serialized() == second.targetVocabulary.serialized())
  }

  @Test func subwordModelsAreTheModels() throws {
    var (task, configuration) = try start { configuration in
      configuration.data.source.tokenizer = .unigram
      configuration.data.source.vocabularySize = 270
    }
    defer { task.remove() }
    try "ffff\tffff\nfab\tbaf\n".write(
      toFile: task.path("other.tsv"), atomically: true, encoding: .utf8)
    configuration.data.train = .pairs(task.path("other.tsv"))
    let trainer = try Trainer(configuration: configuration, output: task.path("second"))
    let first = try Seq2SeqModel(path: task.path("first"))
    #expect(
      trainer.model.sourcePipeline.subwordModel?.serialized
        == first.sourcePipeline.subwordModel?.serialized)
    #expect(
      trainer.corpusReports.first?.notes.contains { $0.hasPrefix("vocabularies of ") } == true)
  }

  /// A run goes on from its own checkpoint, not from the beginning.
  @Test func aResumedRunGivesTheSameBits() throws {
    var (task, configuration) = try start()
    defer { task.remove() }
    configuration.training.epochs = 2
    try task.train(configuration, into: "whole")
    configuration.training.epochs = 1
    try task.train(configuration, into: "parts")
    configuration.training.epochs = 2
    try task.train(configuration, into: "parts", resume: true)
    #expect(try weights(task.path("whole")) == weights(task.path("parts")))
  }

  @Test(arguments: [
    ("model", "training.initial_model has another shape than the section model says, first in "),
    ("tokenizer", "training.initial_model was trained with another data.source.tokenizer"),
    ("shared", "training.initial_model was trained with another data.shared_vocabulary"),
    ("lowercase", "training.initial_model was trained with another data.target.lowercase"),
    (
      "attention", "training.initial_model has another shape than the section model says, first in "
    ),
  ])
  func whatDoesNotFitIsNamed(change: String, problem: String) throws {
    var (task, configuration) = try start()
    defer { task.remove() }
    switch change {
    case "model": configuration.model.hiddenSize = 24
    case "tokenizer": configuration.data.source.tokenizer = .words
    case "shared": configuration.data.sharedVocabulary = true
    case "lowercase": configuration.data.target.lowercase = true
    default: configuration.model.attention = .additive
    }
    let error = #expect(throws: UserError.self) {
      try Trainer(configuration: configuration, output: task.path("second"))
    }
    #expect(error?.kind == .usage && error?.problem.hasPrefix(problem) == true)
    #expect(error?.file?.contains("first") == true)
    // Nothing stands in the way of another try.
    #expect(!FileManager.default.fileExists(atPath: task.path("second")))
  }

  /// What was rounded to int8 cannot be trained further.
  @Test func quantizedModelsAreRefused() throws {
    var (task, configuration) = try start()
    defer { task.remove() }
    let model = try Seq2SeqModel(path: task.path("first"))
    configuration.training.initialModel = task.path("int8.safetensors")
    try model.quantized { [Float](repeating: 1, count: $0.columns) }
      .write(to: task.path("int8.safetensors"))
    let error = #expect(throws: UserError.self) {
      try Trainer(configuration: configuration, output: task.path("second"))
    }
    #expect(error?.problem == "its weights were rounded to int8 by export")
  }

  @Test func missingModelsAndOtherFiles() throws {
    var (task, configuration) = try start()
    defer { task.remove() }
    for (path, kind) in [
      (task.path("nowhere"), UserError.Kind.missingInput), (task.path("train.tsv"), .badData),
    ] {
      configuration.training.initialModel = path
      let error = #expect(throws: UserError.self) {
        try Trainer(configuration: configuration, output: task.path("second"))
      }
      #expect(error?.kind == kind)
    }
  }
}
