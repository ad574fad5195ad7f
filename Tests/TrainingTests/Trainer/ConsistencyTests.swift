import Foundation
import Testing

@testable import Seq2SeqModels
@testable import Seq2SeqTraining

/// `training.consistency`: each pair twice, and its predictions drawn together.
@Suite struct ConsistencyTests {
  private func configuration(
    _ task: TinyTask, dropout: Double, consistency: Double
  ) -> Configuration {
    var configuration = task.configuration
    configuration.model.dropout = dropout
    configuration.training.consistency = consistency
    configuration.training.epochs = 2
    return configuration
  }

  private func reports(dropout: Double, consistency: Double) throws -> [TrainingReport] {
    let task = try TinyTask()
    defer { task.remove() }
    var reports: [TrainingReport] = []
    try task.train(
      configuration(task, dropout: dropout, consistency: consistency), into: "run"
    ) { event in
      if case .report(let report, _) = event { reports.append(report) }
    }
    return reports
  }

  /// Without dropout both predictions are the same, and the mean over both is that over one.
  @Test func withoutDropoutItChangesNothing() throws {
    let once = try reports(dropout: 0, consistency: 0)
    let twice = try reports(dropout: 0, consistency: 50)
    #expect(once.count == twice.count && once.count > 2)
    for (one, other) in zip(once, twice) {
      #expect(abs(one.loss - other.loss) < 1e-3 * one.loss, "update \(one.update)")
    }
  }

  /// With dropout they differ, which costs; more if it weighs more.
  @Test func withDropoutDifferencesCost() throws {
    let losses = try [0.01, 5, 50].map { weight in
      try #require(try reports(dropout: 0.5, consistency: weight).first).loss
    }
    #expect(losses[0] < losses[1] && losses[1] < losses[2])
  }

  @Test func anyNumberOfThreadsGivesTheSameBits() throws {
    let task = try TinyTask()
    defer { task.remove() }
    let configuration = configuration(task, dropout: 0.3, consistency: 1)
    let models = try [1, 3].map { threads in
      try task.train(configuration, into: "run\(threads)", threads: threads)
      return try Data(contentsOf: URL(filePath: task.path("run\(threads)/model.safetensors")))
    }
    #expect(models[0] == models[1])
  }
}
