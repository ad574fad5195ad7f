import Foundation
import Seq2Seq
import Testing

/// Same data, configuration and seed: same bits, whatever the threads and however often it was stopped.
@Suite struct ReproducibilityTests {
  @Test(arguments: ModelVariant.allCases, Precision.available)
  func sameWeightsAtAnyThreadCount(_ variant: ModelVariant, _ precision: Precision) throws {
    let task = try TinyTask()
    defer { task.remove() }
    var configuration = task.configuration
    configuration.training.precision = precision
    variant.change(&configuration)
    for threads in 1...3 {
      try task.train(configuration, into: "threads\(threads)", threads: threads)
    }
    let one = try task.bytes("threads1/model.safetensors")
    #expect(try task.bytes("threads2/model.safetensors") == one)
    #expect(try task.bytes("threads3/model.safetensors") == one)
    let checkpoint = try task.bytes("threads1/checkpoint.safetensors")
    #expect(try task.bytes("threads2/checkpoint.safetensors") == checkpoint)
  }

  @Test(arguments: CellKind.allCases, Precision.available)
  func everyCellAtAnyThreadCountAndResumed(_ cell: CellKind, _ precision: Precision) throws {
    let task = try TinyTask()
    defer { task.remove() }
    var configuration = task.configuration(cell)
    configuration.training.precision = precision
    configuration.training.epochs = 2
    configuration.training.reportInterval = 1
    try task.train(configuration, into: "one", threads: 1)
    try task.train(configuration, into: "three", threads: 3)
    let trainer = try Trainer(configuration: configuration, output: task.path("stopped"))
    let outcome = try trainer.train { event in
      if case .report(let report, _) = event, report.update == 3 { trainer.stop() }
    }
    #expect(outcome.reason == .stopped)
    try task.train(configuration, into: "stopped", resume: true, threads: 2)
    for file in ["model.safetensors", "checkpoint.safetensors"] {
      let one = try task.bytes("one/\(file)")
      #expect(try task.bytes("three/\(file)") == one, "\(file)")
      #expect(try task.bytes("stopped/\(file)") == one, "\(file)")
    }
  }

  @Test func anotherSeedGivesOtherWeights() throws {
    let task = try TinyTask()
    defer { task.remove() }
    var configuration = task.configuration
    configuration.training.epochs = 1
    try task.train(configuration, into: "one")
    configuration.training.seed = 2
    try task.train(configuration, into: "two")
    #expect(
      try task.bytes("one/model.safetensors") != task.bytes("two/model.safetensors"))
  }

  @Test(arguments: [1, 3, 4, 7], Precision.available)
  func stoppingAndResumingChangesNothing(_ stopAfter: Int, _ precision: Precision) throws {
    let task = try TinyTask()
    defer { task.remove() }
    var configuration = task.configuration
    configuration.training.precision = precision
    configuration.training.reportInterval = 1
    configuration.training.exponentialSmoothing = stopAfter % 2 == 0 ? 0.05 : 0
    try task.train(configuration, into: "undisturbed")
    let trainer = try Trainer(configuration: configuration, output: task.path("stopped"))
    let outcome = try trainer.train { event in
      if case .report(let report, _) = event, report.update == stopAfter { trainer.stop() }
    }
    #expect(outcome.reason == .stopped && outcome.updates == stopAfter)
    let end = try task.train(configuration, into: "stopped", resume: true, threads: 1)
    #expect(end.reason == .completed)
    for file in ["model.safetensors", "checkpoint.safetensors"] {
      #expect(try task.bytes("stopped/\(file)") == task.bytes("undisturbed/\(file)"), "\(file)")
    }
    let updates = try updatesLogged(task.bytes("stopped/log.jsonl"))
    #expect(updates == (try updatesLogged(task.bytes("undisturbed/log.jsonl"))))
  }

  private func updatesLogged(_ log: Data) throws -> [Int] {
    try String(decoding: log, as: UTF8.self).split(separator: "\n").map { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      return try #require(object?["update"] as? Int)
    }
  }

  @Test func aFinishedRunIsNotTrainedAgain() throws {
    let task = try TinyTask()
    defer { task.remove() }
    var configuration = task.configuration
    configuration.training.epochs = 1
    try task.train(configuration, into: "run")
    let model = try task.bytes("run/model.safetensors")
    let again = try task.train(configuration, into: "run", resume: true)
    #expect(again.updates == 4)
    #expect(try task.bytes("run/model.safetensors") == model)
  }

  @Test func resumeRefusesAnotherModelOrOtherData() throws {
    let task = try TinyTask()
    defer { task.remove() }
    var configuration = task.configuration
    configuration.training.epochs = 1
    try task.train(configuration, into: "run")
    #expect(throws: UserError.self) { try task.train(configuration, into: "run") }
    var other = configuration
    other.model.hiddenSize = 24
    #expect(throws: UserError.self) { try task.train(other, into: "run", resume: true) }
    try "ab\tba\ncd\tdc".write(
      toFile: task.path("train.tsv"), atomically: true, encoding: .utf8)
    #expect(throws: UserError.self) { try task.train(configuration, into: "run", resume: true) }
  }
}
