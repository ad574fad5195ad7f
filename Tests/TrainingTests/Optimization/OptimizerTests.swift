import Foundation
import Seq2Seq
import Seq2SeqTensors
import Testing

@testable import Seq2SeqTraining

/// Optimizers against what PyTorch's do (`Scripts/make-optimizer-fixtures.py`).
@Suite struct OptimizerTests {
  struct Fixture: Decodable {
    let start: [Double]
    let gradients: [[Double]]
    let cases: [Case]
  }

  struct Case: Decodable, CustomTestStringConvertible {
    let optimizer: OptimizerKind
    let learningRate: Double
    let momentum: Double
    let weightDecay: Double
    let weights: [[Double]]

    enum CodingKeys: String, CodingKey {
      case optimizer, momentum, weights
      case learningRate = "learning_rate"
      case weightDecay = "weight_decay"
    }

    var testDescription: String { "\(optimizer), momentum \(momentum), decay \(weightDecay)" }
  }

  static func fixture() throws -> Fixture {
    let folder = try #require(Bundle.module.resourceURL).appending(path: "Fixtures")
    let data = try Data(contentsOf: folder.appending(path: "optimizers.json"))
    return try JSONDecoder().decode(Fixture.self, from: data)
  }

  private func buffer(_ numbers: [Double], scale: Double = 1) -> FloatBuffer {
    let buffer = FloatBuffer(count: numbers.count)
    for (index, number) in numbers.enumerated() { buffer[index] = Float(number * scale) }
    return buffer
  }

  @Test func everyOptimizerHasAFixture() throws {
    #expect(Set(try Self.fixture().cases.map(\.optimizer)) == Set(OptimizerKind.allCases))
  }

  /// The gradients come doubled, with a scale of a half: that is what clipping does.
  @Test(arguments: try Self.fixture().cases, [1, 0.5])
  func weightsAreThoseOfPyTorch(_ example: Case, scale: Double) throws {
    let fixture = try Self.fixture()
    var training = TrainingConfiguration()
    training.optimizer = example.optimizer
    training.momentum = example.momentum
    training.weightDecay = example.weightDecay
    let optimizer = training.makeOptimizer(size: fixture.start.count)
    let weights = buffer(fixture.start)
    let pool = WorkerPool(threads: 2)
    for (index, gradient) in fixture.gradients.enumerated() {
      try optimizer.step(
        weights, gradient: buffer(gradient, scale: 1 / scale), gradientScale: Float(scale),
        learningRate: example.learningRate, update: index + 1, on: pool)
      for (place, expected) in example.weights[index].enumerated() {
        #expect(
          abs(Double(weights[place]) - expected) < 2e-6 * max(1, abs(expected)),
          "weight \(place) after update \(index + 1)")
      }
    }
  }

  @Test func withoutMomentumNothingIsRemembered() {
    #expect(SGDOptimizer(momentum: 0, size: 8).memory.isEmpty)
    #expect(SGDOptimizer(momentum: 0.9, size: 8).memory.count == 1)
    #expect(RMSPropOptimizer(momentum: 0, size: 8).memory.count == 1)
  }

  /// Gaps between parameters hold zeros and have a gradient of zero: they stay zero.
  @Test(arguments: OptimizerKind.allCases) func zerosStayZero(_ kind: OptimizerKind) throws {
    var training = TrainingConfiguration()
    training.optimizer = kind
    training.momentum = [.sgd, .rmsprop].contains(kind) ? 0.9 : 0
    let optimizer = training.makeOptimizer(size: 40)
    let (weights, gradient) = (FloatBuffer(count: 40), FloatBuffer(count: 40))
    for update in 1...3 {
      try optimizer.step(
        weights, gradient: gradient, gradientScale: 1, learningRate: 0.1, update: update,
        on: WorkerPool(threads: 1))
    }
    #expect((0..<40).allSatisfy { weights[$0] == 0 })
  }
}
