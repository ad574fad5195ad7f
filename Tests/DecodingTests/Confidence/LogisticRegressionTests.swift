import Foundation
import Testing

@testable import Seq2SeqDecoding

struct LogisticRegressionTests {
  /// Draws examples whose probabilities are known.
  static func examples(
    _ count: Int, seed: UInt64, intercept: Double, weights: [Double]
  ) -> [(values: [Double], isEvent: Bool)] {
    var generator = ConfidenceGenerator(state: seed)
    return (0..<count).map { _ in
      let values = weights.indices.map {
        -Double.random(in: 0...6, using: &generator) * Double($0 + 1)
      }
      let logit = zip(weights, values).reduce(intercept) { $0 + $1.0 * $1.1 }
      return (values, Double.random(in: 0..<1, using: &generator) < 1 / (1 + exp(-logit)))
    }
  }

  @Test func knownWeightsAreFound() {
    let examples = Self.examples(20_000, seed: 5, intercept: 2, weights: [0.7, -0.2])
    let fit = LogisticRegression(examples, width: 2)
    #expect(abs(fit.intercept - 2) < 0.1)
    #expect(abs(fit.weights[0] - 0.7) < 0.04)
    #expect(abs(fit.weights[1] + 0.2) < 0.02)
  }

  /// At the maximum of the likelihood the residuals are orthogonal to every number, whatever was found.
  @Test func theGradientIsZero() {
    let examples = Self.examples(137, seed: 9, intercept: -1, weights: [0.3, 0.1])
    let fit = LogisticRegression(examples, width: 2)
    let events = Double(examples.count(where: \.isEvent))
    var residuals = [0.0, 0, 0]
    for example in examples {
      let target =
        example.isEvent ? (events + 1) / (events + 2) : 1 / (Double(examples.count) - events + 2)
      for (index, value) in ([1] + example.values).enumerated() {
        residuals[index] += (fit.probability(example.values) - target) * value
      }
    }
    #expect(residuals.allSatisfy { abs($0) / 137 < 1e-4 }, "\(residuals)")
  }

  @Test func whatIsToldApartWithoutErrorStaysFinite() {
    let examples = (0..<40).map { (values: [Double($0), 1], isEvent: $0 >= 20) }
    let fit = LogisticRegression(examples, width: 2)
    #expect(fit.weights.allSatisfy(\.isFinite) && fit.intercept.isFinite)
    #expect(fit.probability([39, 1]) > 0.9 && fit.probability([0, 1]) < 0.1)
    #expect(fit.probability([20, 1]) > 0.5 && fit.probability([19, 1]) < 0.5)
  }

  @Test(arguments: [true, false]) func oneKindAlone(isEvent: Bool) {
    let examples = (0..<30).map { (values: [Double($0), -Double($0)], isEvent: isEvent) }
    let fit = LogisticRegression(examples, width: 2)
    for example in examples {
      // Platt's targets: 31 / 32 and 1 / 32.
      #expect(abs(fit.probability(example.values) - (isEvent ? 31.0 / 32 : 1.0 / 32)) < 0.01)
    }
  }

  @Test func wildNumbersAreNoTrap() {
    for wild in [1e-300, 1e6, -1e6, 0] {
      let fit = LogisticRegression(
        [([wild, 0], true), ([0, wild], false), ([wild, wild], true)], width: 2)
      #expect(fit.probability([wild, -wild]) >= 0)
    }
  }
}

/// A generator that gives the same numbers everywhere (SplitMix64).
struct ConfidenceGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
