import Foundation
import Seq2Seq
import Testing

@testable import Seq2SeqTraining

@Suite struct CheckpointAveragingTests {
  private func configuration(
    _ task: TinyTask, _ kind: CheckpointAveraging.Kind, count: Int, epochs: Int = 5
  ) -> Configuration {
    var configuration = task.configuration
    configuration.training.checkpointAveraging.kind = kind
    configuration.training.checkpointAveraging.count = count
    configuration.training.epochs = epochs
    configuration.training.reportInterval = 1
    return configuration
  }

  private func files(_ task: TinyTask, _ run: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: task.path("\(run)/averaging")).sorted()
  }

  private func weights(_ path: String) throws -> [Float] {
    let values = try Seq2SeqModel(path: path).parameters.copyOfValues()
    return values.withFloats(0..<values.count) { Array($0) }
  }

  /// Validations of a run, the averaged one last.
  private func validations(
    _ task: TinyTask, _ configuration: Configuration, into run: String
  ) throws -> (reports: [ValidationReport], isKept: Bool, outcome: TrainingOutcome) {
    var reports: [ValidationReport] = []
    var isKept = false
    let outcome = try task.train(configuration, into: run) { event in
      if case .validation(let report, let isBest) = event {
        reports.append(report)
        isKept = isBest
      }
    }
    return (reports, isKept, outcome)
  }

  @Test(arguments: [CheckpointAveraging.Kind.last, .best])
  func theModelIsTheMeanOfTheChosen(_ kind: CheckpointAveraging.Kind) throws {
    let task = try TinyTask()
    defer { task.remove() }
    let configuration = configuration(task, kind, count: 3)
    let (reports, isKept, outcome) = try validations(task, configuration, into: "run")
    #expect(reports.map(\.averaged) == [nil, nil, nil, nil, nil, 3])
    let singles = reports.dropLast()
    let chosen =
      kind == .last
      ? Array(singles.suffix(3))
      : Array(singles.sorted { $0.metrics["loss"] ?? 0 < $1.metrics["loss"] ?? 0 }.prefix(3))
    let parts = try chosen.map { report in
      try weights(task.path("run/averaging/update-\(report.update).safetensors"))
    }
    let mean = parts[0].indices.map { index in parts.reduce(0) { $0 + $1[index] } / 3 }
    let kept = try weights(task.path("run"))
    let best = try #require(singles.min { $0.metrics["loss"] ?? 0 < $1.metrics["loss"] ?? 0 })
    let averaged = try #require(reports.last?.metrics["loss"])
    #expect(isKept == (averaged < best.metrics["loss"] ?? 0))
    #expect(outcome.best == (isKept ? reports.last : best))
    if isKept {
      let worst = zip(kept, mean).map { abs($0 - $1) }.max() ?? .infinity
      #expect(worst < 1e-6)
    }
    let log = try String(decoding: task.bytes("run/log.jsonl"), as: UTF8.self)
    #expect(log.split(separator: "\n").last?.contains(#""averaged": 3, "validation": {"#) == true)
  }

  /// While a model learns fast, its past drags the average down: then the best single one stays.
  @Test func aWorseAverageIsNotKept() throws {
    let task = try TinyTask()
    defer { task.remove() }
    var configuration = configuration(task, .last, count: 9, epochs: 12)
    configuration.training.learningRate = 0.05
    configuration.training.schedule.kind = .constant
    configuration.training.earlyStopping.patience = 0
    let (reports, isKept, outcome) = try validations(task, configuration, into: "run")
    try #require(!isKept)
    let best = try #require(outcome.best)
    #expect(best.averaged == nil && reports.dropLast().contains(best))
    #expect(
      try task.bytes("run/model.safetensors")
        == task.bytes("run/averaging/update-\(best.update).safetensors"))
    // The last nine, the best among them or not.
    let isAmongThem = reports.dropLast().suffix(9).contains(best)
    #expect(try files(task, "run").count == (isAmongThem ? 9 : 10))
  }

  @Test(arguments: [CheckpointAveraging.Kind.last, .best], [1, 5, 8, 11])
  func resumingChangesNothing(_ kind: CheckpointAveraging.Kind, stopAfter: Int) throws {
    let task = try TinyTask()
    defer { task.remove() }
    let configuration = configuration(task, kind, count: 2, epochs: 3)
    try task.train(configuration, into: "undisturbed")
    let trainer = try Trainer(configuration: configuration, output: task.path("stopped"))
    _ = try trainer.train { event in
      if case .report(let report, _) = event, report.update == stopAfter { trainer.stop() }
    }
    try task.train(configuration, into: "stopped", resume: true)
    for file in ["model.safetensors", "checkpoint.safetensors"] {
      #expect(try task.bytes("stopped/\(file)") == task.bytes("undisturbed/\(file)"), "\(file)")
    }
    #expect(try files(task, "stopped") == files(task, "undisturbed"))
    for file in try files(task, "stopped") {
      #expect(
        try task.bytes("stopped/averaging/\(file)") == task.bytes("undisturbed/averaging/\(file)"))
    }
  }

  /// As if killed at the worst moments: files from beyond the checkpoint lie about, and the end came before
  /// it could be noted down.
  @Test func aKilledRunComesToTheSameEnd() throws {
    let task = try TinyTask()
    defer { task.remove() }
    let configuration = configuration(task, .last, count: 2, epochs: 4)
    var checkpoints: [Data] = []
    _ = try task.train(configuration, into: "run") { event in
      if case .saved(let path) = event, let data = FileManager.default.contents(atPath: path) {
        checkpoints.append(data)
      }
    }
    let model = try task.bytes("run/model.safetensors")
    let log = try task.bytes("run/log.jsonl")
    let last = try task.bytes("run/checkpoint.safetensors")
    // The last but one was written before the models were averaged.
    let before = checkpoints[checkpoints.count - 2]
    try before.write(to: task.folder.appending(path: "run/checkpoint.safetensors"))
    try Data("half".utf8).write(
      to: task.folder.appending(path: "run/averaging/update-99.safetensors.partial"))
    try task.train(configuration, into: "run", resume: true)
    #expect(try task.bytes("run/model.safetensors") == model)
    #expect(try task.bytes("run/checkpoint.safetensors") == last)
    #expect(try task.bytes("run/log.jsonl") == log)
    #expect(try files(task, "run").count == 2 || files(task, "run").count == 3)
    #expect(try !files(task, "run").contains { $0.hasSuffix(".partial") })
  }

  /// A run that went on after its end equals one that was as long from the start.
  @Test func goingOnAfterTheEnd() throws {
    let task = try TinyTask()
    defer { task.remove() }
    try task.train(configuration(task, .last, count: 2, epochs: 2), into: "run")
    try task.train(configuration(task, .last, count: 2, epochs: 4), into: "run", resume: true)
    try task.train(configuration(task, .last, count: 2, epochs: 4), into: "whole")
    for file in ["model.safetensors", "checkpoint.safetensors"] {
      #expect(try task.bytes("run/\(file)") == task.bytes("whole/\(file)"), "\(file)")
    }
    // Nothing is left to do, and nothing is measured again.
    let again = try validations(
      task, configuration(task, .last, count: 2, epochs: 4), into: "run", resume: true)
    #expect(again.isEmpty)
  }

  private func validations(
    _ task: TinyTask, _ configuration: Configuration, into run: String, resume: Bool
  ) throws -> [ValidationReport] {
    var reports: [ValidationReport] = []
    try task.train(configuration, into: run, resume: resume) { event in
      if case .validation(let report, _) = event { reports.append(report) }
    }
    return reports
  }

  @Test func withoutValidationTheLastAreAveraged() throws {
    let task = try TinyTask()
    defer { task.remove() }
    var configuration = configuration(task, .last, count: 2, epochs: 3)
    configuration.data.validation = nil
    try task.train(configuration, into: "run")
    #expect(try files(task, "run") == ["update-12.safetensors", "update-8.safetensors"])
    let parts = try [8, 12].map {
      try weights(task.path("run/averaging/update-\($0).safetensors"))
    }
    let kept = try weights(task.path("run"))
    #expect(kept.indices.allSatisfy { abs(kept[$0] - (parts[0][$0] + parts[1][$0]) / 2) < 1e-6 })
  }

  @Test func whatIsMissingOrOtherIsRefused() throws {
    let task = try TinyTask()
    defer { task.remove() }
    var configuration = configuration(task, .last, count: 2, epochs: 2)
    try task.train(configuration, into: "run")
    configuration.training.epochs = 3
    let file = task.path("run/averaging/update-8.safetensors")
    try FileManager.default.removeItem(atPath: file)
    let error = #expect(throws: UserError.self) {
      try task.train(configuration, into: "run", resume: true)
    }
    #expect(error?.file == file)
    configuration.training.checkpointAveraging.count = 3
    #expect(throws: UserError.self) { try task.train(configuration, into: "run", resume: true) }
  }
}
