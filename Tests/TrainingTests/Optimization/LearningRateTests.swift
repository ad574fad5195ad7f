import Foundation
import Seq2Seq
import Testing

@testable import Seq2SeqTraining

@Suite struct LearningRateTests {
  private func configuration(
    _ kind: Schedule.Kind, rate: Double = 0.5, warmup: Int = 10, minimum: Double = 0
  ) -> Configuration {
    var configuration = Configuration()
    configuration.model.hiddenSize = 64
    configuration.training.learningRate = rate
    configuration.training.schedule.kind = kind
    configuration.training.schedule.warmup = warmup
    configuration.training.schedule.minimum = minimum
    return configuration
  }

  private func rates(_ configuration: Configuration, updates: ClosedRange<Int>) -> [Double] {
    var rate = LearningRate(configuration.training)
    return updates.map { update in
      rate.begin(update: update, configuration)
      return rate.value
    }
  }

  @Test func constantStays() {
    let configuration = configuration(.constant)
    var rate = LearningRate(configuration.training)
    rate.begin(update: 7, configuration)
    rate.epochEnded(configuration.training.schedule)
    rate.validated(1, higherIsBetter: true, configuration.training.schedule)
    #expect(rate.value == 0.5)
  }

  @Test func inverseSquareRoot() {
    let rates = rates(configuration(.inverseSqrt), updates: 1...1000)
    for (index, rate) in rates.enumerated() {
      let time = Double(index + 1)
      #expect(abs(rate - 0.5 * min(time / 10, (10 / time).squareRoot())) < 1e-15)
    }
    #expect(rates.max() == 0.5 && rates[9] == 0.5 && rates[39] == 0.25)
  }

  /// Vaswani et al. (2017, equation 3), times the configured rate.
  @Test func noam() {
    let rates = rates(configuration(.noam, rate: 2), updates: 1...1000)
    for (index, rate) in rates.enumerated() {
      let time = Double(index + 1)
      let expected = 2 * pow(64, -0.5) * min(pow(time, -0.5), time * pow(10, -1.5))
      #expect(abs(rate - expected) < 1e-15)
    }
  }

  @Test(arguments: [Schedule.Kind.inverseSqrt, .noam])
  func doesNotFallBelowTheMinimum(_ kind: Schedule.Kind) {
    let free = rates(configuration(kind), updates: 1...500)
    let bounded = rates(configuration(kind, minimum: 0.01), updates: 1...500)
    for (index, (one, other)) in zip(free, bounded).enumerated() {
      #expect(other == (index < 10 ? one : max(0.01, one)))
    }
    // A minimum above the peak does not raise it.
    let peak = free.max() ?? 0
    #expect(rates(configuration(kind, minimum: 50), updates: 10...60).allSatisfy { $0 == peak })
  }

  @Test func exponentialFallsAfterEachEpoch() {
    var schedule = Schedule()
    (schedule.kind, schedule.factor, schedule.minimum) = (.exponential, 0.8, 0.3)
    var rate = LearningRate(configuration(.exponential).training)
    var values: [Double] = []
    for _ in 0..<4 {
      rate.epochEnded(schedule)
      values.append(rate.value)
    }
    #expect(values.map { ($0 * 1e6).rounded() } == [400_000, 320_000, 300_000, 300_000])
  }

  @Test func plateauBearsAsMuchAsItsPatience() {
    var schedule = Schedule()
    (schedule.kind, schedule.factor, schedule.patience) = (.plateau, 0.5, 1)
    var rate = LearningRate(configuration(.plateau).training)
    let values = [3.0, 2, 2, 2, 1, 5, .nan, 5, 5].map { metric in
      rate.validated(metric, higherIsBetter: false, schedule)
      return rate.value
    }
    #expect(values == [0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.125, 0.125, 0.0625])
  }

  @Test func followsAConfiguredRateThatChanges() {
    var rate = LearningRate(configuration(.constant).training)
    rate.rescale(from: 0.5, to: 0.5)
    #expect(rate.value == 0.5)
    rate.rescale(from: 0.5, to: 0.125)
    #expect(rate.value == 0.125)
  }
}
