import Foundation
import Seq2Seq
import Testing

@testable import Seq2SeqTraining

@Suite struct AccumulationTests {
  private func configuration(_ task: TinyTask, sentences: Int, batches: Int) -> Configuration {
    var configuration = task.configuration
    configuration.model.dropout = 0
    configuration.training.batch = .sentences(sentences)
    configuration.training.gradientAccumulation = batches
    configuration.training.reportInterval = 1
    return configuration
  }

  /// Four batches of 40 in one update do what a batch of 160, which is all pairs, does.
  @Test func batchesTogetherAreAsOne() throws {
    let task = try TinyTask()
    defer { task.remove() }
    let runs = try [(160, 1), (40, 4), (16, 10)].map { sentences, batches in
      let trainer = try Trainer(
        configuration: configuration(task, sentences: sentences, batches: batches),
        output: task.path("run\(batches)"), threads: 2)
      let outcome = try trainer.train()
      #expect(outcome.updates == 3)
      let values = trainer.model.parameters.values
      return values.withFloats(0..<values.count) { Array($0) }
    }
    for run in runs.dropFirst() {
      let worst = zip(runs[0], run).map { abs($0 - $1) }.max() ?? .infinity
      #expect(worst < 1e-4)
    }
  }

  /// Seven batches by three are three updates, the last with one batch.
  @Test func theLastUpdateOfAnEpochTakesWhatIsLeft() throws {
    let task = try TinyTask()
    defer { task.remove() }
    let configuration = configuration(task, sentences: 24, batches: 3)
    var reports: [TrainingReport] = []
    var shares: [Double] = []
    var planned = 0
    try task.train(configuration, into: "run") { event in
      switch event {
      case .started(_, _, let updates, _): planned = updates
      case .report(let report, let share):
        reports.append(report)
        shares.append(share)
      default: break
      }
    }
    #expect(planned == 9)
    #expect(reports.map(\.update) == Array(1...9))
    #expect(reports.map(\.epoch) == [1, 1, 1, 2, 2, 2, 3, 3, 3])
    #expect(shares.last == 1)
  }

  @Test(arguments: [1, 2, 4]) func resumesBetweenUpdates(_ stopAfter: Int) throws {
    let task = try TinyTask()
    defer { task.remove() }
    var configuration = configuration(task, sentences: 24, batches: 3)
    configuration.model.dropout = 0.2
    try task.train(configuration, into: "undisturbed")
    let trainer = try Trainer(configuration: configuration, output: task.path("stopped"))
    _ = try trainer.train { event in
      if case .report(let report, _) = event, report.update == stopAfter { trainer.stop() }
    }
    try task.train(configuration, into: "stopped", resume: true, threads: 1)
    #expect(
      try task.bytes("stopped/checkpoint.safetensors")
        == task.bytes("undisturbed/checkpoint.safetensors"))
    configuration.training.gradientAccumulation = 2
    #expect(throws: UserError.self) {
      try task.train(configuration, into: "stopped", resume: true)
    }
  }
}
