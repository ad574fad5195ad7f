import Foundation
import Seq2Seq
import Testing

@testable import Seq2SeqTraining

/// A run that is stopped and resumed equals one that never stopped, whatever it is made of.
@Suite struct ResumeTests {
  private func expectNoDifference(
    _ task: TinyTask, _ configuration: Configuration, stopAfter: [Int] = [1, 4, 6]
  ) throws {
    var configuration = configuration
    configuration.training.reportInterval = 1
    try task.train(configuration, into: "undisturbed")
    for place in stopAfter {
      let trainer = try Trainer(
        configuration: configuration, output: task.path("stopped\(place)"), threads: 2)
      let outcome = try trainer.train { event in
        if case .report(let report, _) = event, report.update == place { trainer.stop() }
      }
      #expect(outcome.reason == .stopped)
      try task.train(configuration, into: "stopped\(place)", resume: true, threads: 1)
      for file in ["model.safetensors", "checkpoint.safetensors"] {
        #expect(
          try task.bytes("stopped\(place)/\(file)") == task.bytes("undisturbed/\(file)"),
          "\(file), stopped after \(place)")
      }
    }
  }

  @Test(arguments: OptimizerKind.allCases, [0, 0.9])
  func optimizers(_ kind: OptimizerKind, momentum: Double) throws {
    guard momentum == 0 || kind == .sgd || kind == .rmsprop else { return }
    let task = try TinyTask()
    defer { task.remove() }
    var configuration = task.configuration
    configuration.training.optimizer = kind
    configuration.training.momentum = momentum
    try expectNoDifference(task, configuration, stopAfter: [5])
    configuration.training.momentum = momentum == 0 ? 0.5 : 0
    if kind == .sgd || kind == .rmsprop {
      #expect(throws: UserError.self) {
        try task.train(configuration, into: "undisturbed", resume: true)
      }
    }
  }

  @Test func copying() throws {
    let task = try TinyTask()
    defer { task.remove() }
    var configuration = task.configuration
    ModelVariant.copying.change(&configuration)
    configuration.training.teacherForcing.ratio = 0.7
    configuration.training.labelSmoothing = 0.1
    try expectNoDifference(task, configuration, stopAfter: [5])
  }

  @Test(arguments: Schedule.Kind.allCases) func schedules(_ kind: Schedule.Kind) throws {
    let task = try TinyTask()
    defer { task.remove() }
    var configuration = task.configuration
    configuration.training.schedule.kind = kind
    configuration.training.schedule.warmup = 5
    configuration.training.schedule.patience = 0
    try expectNoDifference(task, configuration)
  }

  /// What a run that diverges is told to do has an effect.
  @Test func aLowerRateIsFollowed() throws {
    let task = try TinyTask()
    defer { task.remove() }
    var configuration = task.configuration
    configuration.training.epochs = 1
    configuration.training.reportInterval = 1
    try task.train(configuration, into: "run")
    configuration.training.epochs = 2
    configuration.training.learningRate /= 4
    var rates: [Double] = []
    try task.train(configuration, into: "run", resume: true) { event in
      if case .report(let report, _) = event { rates.append(report.learningRate) }
    }
    #expect(rates == [Double](repeating: configuration.training.learningRate, count: 4))
  }
}
