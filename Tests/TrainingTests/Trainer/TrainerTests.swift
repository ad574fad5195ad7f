import Foundation
import Seq2Seq
import Testing

@testable import Seq2SeqTraining

@Suite struct TrainerTests {
  @Test func learnsToReverse() throws {
    let task = try TinyTask(pairs: 400)
    defer { task.remove() }
    var configuration = task.configuration
    configuration.training.epochs = 20
    configuration.training.batch = .sentences(16)
    configuration.training.labelSmoothing = 0
    configuration.model.hiddenSize = 32
    configuration.model.dropout = 0
    let outcome = try task.train(configuration, into: "run")
    let best = try #require(outcome.best)
    #expect((best.metrics["accuracy"] ?? 0) > 95)
    let translator = try Translator(model: Seq2SeqModel(path: task.path("run")))
    #expect(try translator.translate("fade") == "edaf")
  }

  @Test func tokenBatchesAndUpdatesAsTheLimit() throws {
    let task = try TinyTask()
    defer { task.remove() }
    var configuration = task.configuration
    configuration.training.epochs = nil
    configuration.training.updates = 5
    configuration.training.batch = .tokens(100)
    let outcome = try task.train(configuration, into: "run")
    #expect(outcome.reason == .completed && outcome.updates == 5)
  }

  @Test func aLossThatIsNotFiniteStopsTheRunAndKeepsTheCheckpoint() throws {
    let task = try TinyTask()
    defer { task.remove() }
    var configuration = task.configuration
    configuration.training.epochs = 1
    try task.train(configuration, into: "run")
    let checkpoint = try task.bytes("run/checkpoint.safetensors")
    configuration.training.epochs = 2
    configuration.training.updates = 10
    let trainer = try Trainer(configuration: configuration, output: task.path("run"), resume: true)
    let table = try #require(trainer.model.parameters["encoder.embedding.weight"])
    for index in table.range { trainer.model.parameters.values[index] = .nan }
    let error = #expect(throws: UserError.self) { try trainer.train() }
    let text = try #require(error?.description)
    #expect(text.contains("update 5 (epoch 2, batch 1 of 4, pairs") && text.contains("nan"))
    #expect(!text.contains("\n"))
    #expect(try task.bytes("run/checkpoint.safetensors") == checkpoint)
  }

  @Test func earlyStoppingKeepsTheBestModel() throws {
    let task = try TinyTask()
    defer { task.remove() }
    var configuration = task.configuration
    configuration.training.epochs = 50
    // A rate that soon makes things worse.
    configuration.training.learningRate = 0.5
    configuration.training.schedule.kind = .constant
    configuration.training.earlyStopping.patience = 2
    var validations: [(value: Double, isBest: Bool)] = []
    let outcome = try task.train(configuration, into: "run") { event in
      if case .validation(let report, let isBest) = event {
        validations.append((report.metrics["loss"] ?? 0, isBest))
      }
    }
    #expect(outcome.reason == .earlyStopping)
    let best = try #require(validations.map(\.value).min())
    #expect(outcome.best?.metrics["loss"] == best)
    #expect(validations.last(where: \.isBest)?.value == best)
    #expect(validations.suffix(2).allSatisfy { !$0.isBest })
  }

  @Test func runFolderHoldsWhatTheInterfacePromises() throws {
    let task = try TinyTask()
    defer { task.remove() }
    try task.train(task.configuration, into: "run")
    for file in ["model.safetensors", "checkpoint.safetensors", "configuration.yaml", "log.jsonl"] {
      #expect(FileManager.default.fileExists(atPath: task.path("run/\(file)")), "\(file)")
    }
    let events = try FileManager.default.contentsOfDirectory(atPath: task.path("run/tensorboard"))
    #expect(events.count == 1)
    let used = try ConfigurationFile.read(path: task.path("run/configuration.yaml"))
    #expect(used == task.configuration)
    let objects = try String(decoding: task.bytes("run/log.jsonl"), as: UTF8.self)
      .split(separator: "\n").map {
        try #require(
          JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
      }
    let report = try #require(objects.first { $0["validation"] == nil })
    for key in [
      "update", "epoch", "loss", "perplexity", "target_tokens_per_second", "learning_rate",
      "gradient_norm",
    ] {
      #expect(report[key] != nil, "\(key)")
    }
    let validation = try #require(objects.first { $0["validation"] != nil })
    #expect((validation["validation"] as? [String: Double])?["exact_match"] != nil)
  }
}
