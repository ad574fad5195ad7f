import CKernels
import Foundation
import Testing

@Suite struct CrossEntropyTests {
  private struct Outcome {
    var row = ck_row_loss()
    /// By the logits, for a scale of 1.
    var gradient: [Float]
  }

  private func crossEntropy(
    _ logits: [Float], target: Int32, smoothing: Float = 0, scale: Float = 1
  ) -> Outcome {
    var outcome = Outcome(gradient: logits)
    ck_cross_entropy(&outcome.gradient, logits.count, target, smoothing, scale, &outcome.row)
    return outcome
  }

  private func expectTwin(_ logits: [Float], target: Int, smoothing: Float) {
    let outcome = crossEntropy(logits, target: Int32(target), smoothing: smoothing)
    let logProbabilities = TwinFunction.logSoftmax(logits.map(Double.init))
    let (nll, e) = (-logProbabilities[target], Double(smoothing))
    let loss = (1 - e) * nll - e / Double(logits.count) * logProbabilities.reduce(0, +)
    #expect(abs(outcome.row.negative_log_likelihood - nll) <= 2e-6 * max(1, nll))
    #expect(abs(outcome.row.loss - loss) <= 2e-6 * max(1, loss))
    #expect(outcome.row.best == Int32(logits.firstIndex(of: logits.max() ?? 0) ?? -1))
    let expected = logProbabilities.indices.map { v in
      exp(logProbabilities[v]) - (v == target ? 1 - e : 0) - e / Double(logits.count)
    }
    TensorsTests.expectTwin(outcome.gradient, expected, tolerance: 2e-6, "gradient")
    let sum = outcome.gradient.reduce(0) { $0 + Double($1) }
    #expect(abs(sum) < 1e-5, "a gradient sums to 0, not to \(sum)")
  }

  /// Sizes around those of vectors and blocks.
  @Test(arguments: [1, 2, 3, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 1023, 1024, 1025, 2500])
  func anyVocabularySize(vocabulary: Int) {
    var numbers = EngineNumbers(UInt64(vocabulary))
    for smoothing in [0, 0.1] as [Float] {
      let logits = numbers.floats(vocabulary, bound: 8)
      expectTwin(logits, target: vocabulary - 1, smoothing: smoothing)
      expectTwin(logits, target: vocabulary / 2, smoothing: smoothing)
    }
  }

  /// However far the logits lie from 0, and from each other.
  @Test(arguments: [1e4, -1e4, 3e4, 77.7] as [Float], [0, 0.1] as [Float])
  func hugeLogits(shift: Float, smoothing: Float) {
    var numbers = EngineNumbers(13)
    expectTwin(
      numbers.floats(37, bound: 3).map { $0 + shift }, target: 5, smoothing: smoothing)
    expectTwin([shift, -shift, 0, shift / 2], target: 1, smoothing: smoothing)
    expectTwin([Float](repeating: shift, count: 1000), target: 999, smoothing: smoothing)
  }

  @Test func oneWordIsCertain() {
    let outcome = crossEntropy([-3], target: 0, smoothing: 0.1)
    #expect(abs(outcome.row.loss) < 1e-12 && outcome.row.best == 0)
    #expect(abs(outcome.gradient[0]) < 1e-7)
  }

  /// The first of the largest logits counts as the best, wherever it lies.
  @Test(arguments: [0, 1, 31, 63, 64, 100, 128]) func bestInATie(first: Int) {
    var logits = [Float](repeating: -1, count: 129)
    (logits[first], logits[128]) = (2, 2)
    #expect(crossEntropy(logits, target: 0).row.best == Int32(first))
  }

  @Test func impossibleWords() {
    let logits: [Float] = [0, -.infinity, 0, -.infinity]
    let certain = crossEntropy(logits, target: 0)
    #expect(abs(certain.row.loss - log(2)) < 1e-6)
    TensorsTests.expectTwin(certain.gradient, [-0.5, 0, 0.5, 0], tolerance: 1e-6)
    #expect(crossEntropy(logits, target: 1).row.negative_log_likelihood == .infinity)
    // Smoothing asks for a share of the impossible.
    #expect(crossEntropy(logits, target: 0, smoothing: 0.1).row.loss == .infinity)
  }

  /// What is not a number must reach the loss, so that training stops.
  @Test(arguments: [0, 1, 32, 63, 64, 69], [0, 0.1] as [Float])
  func notANumber(place: Int, smoothing: Float) {
    for bad in [Float.nan, .infinity] {
      var logits = [Float](repeating: 1, count: 70)
      logits[place] = bad
      let outcome = crossEntropy(logits, target: 3, smoothing: smoothing)
      #expect(outcome.row.loss.isNaN)
      #expect(outcome.gradient.filter(\.isNaN).count == 70)
      #expect((0..<70).contains(outcome.row.best))
    }
  }

  /// Whatever the target's weight, what is not a number reaches the loss.
  @Test(arguments: [0, 2] as [Float], [0, 0.1] as [Float])
  func notANumberReachesAWeightedLoss(weight: Float, smoothing: Float) {
    for bad in [Float.nan, .infinity] {
      var logits = [Float](repeating: 1, count: 70)
      logits[33] = bad
      var weights = [Float](repeating: 1, count: 70)
      weights[3] = weight
      var row = ck_row_loss()
      ck_weighted_cross_entropy(&logits, 70, 3, weights, 69 + Double(weight), smoothing, 1, &row)
      #expect(row.loss.isNaN)
      #expect(logits.count(where: \.isNaN) == 70)
    }
  }

  /// A word of no weight may be impossible.
  @Test func impossibleWordsWithoutWeight() {
    var logits: [Float] = [0, -.infinity, 0, 1]
    var row = ck_row_loss()
    ck_weighted_cross_entropy(&logits, 4, 1, [1, 0, 1, 1], 3, 0.1, 1, &row)
    #expect(row.loss.isFinite && logits.allSatisfy(\.isFinite))
  }

  @Test(arguments: [0, 1, 63, 64, 65, 200]) func bestToken(place: Int) {
    var logits = [Float](repeating: -1, count: 201)
    (logits[place], logits[200]) = (3, 3)
    #expect(ck_best_token(logits, 201) == Int32(place))
    #expect(ck_best_token([.nan, .nan, .nan], 3) == 0)
    #expect(ck_best_token([.nan, -2, -1], 3) == 2)
  }

  @Test func withoutAScaleTheLogitsStay() {
    let logits: [Float] = [1, 2, 3]
    #expect(crossEntropy(logits, target: 1, smoothing: 0.1, scale: 0).gradient == logits)
  }

  @Test func scaleMultipliesTheGradient() {
    let logits: [Float] = [1, 2, 3]
    let whole = crossEntropy(logits, target: 1, smoothing: 0.1).gradient
    let half = crossEntropy(logits, target: 1, smoothing: 0.1, scale: 0.5).gradient
    #expect(half == whole.map { $0 / 2 })
  }
}
