import Foundation
import Seq2Seq
import Testing

@testable import Seq2SeqTensors
@testable import Seq2SeqTraining

/// Products in bfloat16 change what is learnt a little, and only a little.
@Suite struct BFloat16TrainingTests {
  @Test(.enabled(if: Precision.bfloat16.isAvailable), arguments: [ModelVariant.general, .copying])
  func learnsAsWellAsInFloat32(_ variant: ModelVariant) throws {
    let task = try TinyTask()
    defer { task.remove() }
    var configuration = task.configuration
    configuration.model.dropout = 0
    configuration.training.epochs = 12
    configuration.training.batch = .sentences(20)
    configuration.evaluation.metrics = ["loss"]
    variant.change(&configuration)
    let losses = try Precision.allCases.map { precision in
      configuration.training.precision = precision
      var first: Double?
      let outcome = try task.train(configuration, into: precision.rawValue) { event in
        if case .validation(let report, _) = event, first == nil { first = report.metrics["loss"] }
      }
      let last = try #require(outcome.best?.metrics["loss"])
      // Otherwise there would be nothing to compare.
      #expect(last < 0.8 * (try #require(first)), "\(precision)")
      return last
    }
    #expect(losses[0] != losses[1])
    #expect(abs(losses[1] - losses[0]) <= 0.05 * losses[0], "\(losses)")
  }

  /// With dropout, whose masks must be the same in both.
  @Test(.enabled(if: Precision.bfloat16.isAvailable), arguments: ModelVariant.allCases)
  func theFirstGradientPointsTheSameWay(_ variant: ModelVariant) throws {
    let task = try TinyTask()
    defer { task.remove() }
    var configuration = task.configuration
    variant.change(&configuration)
    let gradients = try Precision.allCases.map { precision in
      configuration.training.precision = precision
      let trainer = try Trainer(
        configuration: configuration, output: task.path(precision.rawValue), threads: 2)
      #expect(trainer.packed.format.rawValue == precision.rawValue)
      let shards = stride(from: 0, to: 80, by: 16).map { first in
        Shard(trainer.data.train.corpus, pairs: (0..<16).map { Int32(first + $0) })
      }
      _ = try trainer.gradient.compute(
        shards, smoothing: 0.1, dropout: RandomSource(seed: 1, update: 0))
      let gradient = trainer.gradient.gradient
      return gradient.withFloats(0..<gradient.count) { $0.map(Double.init) }
    }
    func product(_ one: [Double], _ other: [Double]) -> Double {
      zip(one, other).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let (one, other) = (gradients[0], gradients[1])
    #expect(one != other)
    let lengths = (product(one, one) * product(other, other)).squareRoot()
    #expect(lengths > 0 && product(one, other) / lengths > 0.999)
  }

  @Test func aProcessorWithoutItIsSpokenOfInOneLine() throws {
    #expect(
      Trainer.notices(.bfloat16, isAvailable: false)
        == ["this processor does not multiply in bfloat16: training in float32"])
    #expect(Trainer.notices(.bfloat16, isAvailable: true).isEmpty)
    let task = try TinyTask()
    defer { task.remove() }
    var configuration = task.configuration
    for precision in Precision.allCases {
      configuration.training.precision = precision
      let trainer = try Trainer(configuration: configuration, output: task.path("\(precision)"))
      #expect(trainer.notices.count == (precision.isAvailable ? 0 : 1))
    }
    #expect(Precision.float32.isAvailable)
  }
}
