import Seq2Seq

/// Lesson `loss`: softmax, cross-entropy and their gradient on one step of a model trained on the spot.
struct LossResults: LessonResults {
  static let defaultUpdates = 120
  static let title = Text(
    en: "Softmax, cross-entropy and their gradient", ko: "소프트맥스, 교차 엔트로피, 그리고 그 기울기")
  static let claim = Text(
    en: "The gradient of softmax with cross-entropy is the probabilities minus the truth. Label "
      + "smoothing replaces the truth by a softer one; temperature flattens or sharpens the "
      + "probabilities and never changes their order.",
    ko: "소프트맥스와 교차 엔트로피를 함께 미분한 기울기는 확률에서 정답을 뺀 것이다. 레이블 스무딩은 "
      + "정답을 부드러운 분포로 바꾸고, 온도(temperature)는 확률을 평평하게 또는 뾰족하게 할 뿐 순위는 "
      + "바꾸지 않는다.")

  /// One token of the vocabulary at the step.
  struct Token: Codable, Sendable {
    var token: String
    var logit: Double
    var probability: Double
    /// y: 1 for the right token, 0 for the others.
    var truth: Double
    /// p - y.
    var difference: Double
    /// What the library's backward pass gives.
    var gradient: Double
    /// What finite differences of the library's loss give.
    var slope: Double
  }

  /// The same step with the truth smoothed.
  struct Smoothing: Codable, Sendable {
    /// The share of the truth that is spread over the vocabulary.
    var smoothing: Double
    var loss: Double
    /// What the loss cannot fall below: the entropy of the smoothed truth.
    var lowestLoss: Double
    /// The probability of the right token at which nothing pulls any more.
    var targetAtRest: Double
    var gradientAtTarget: Double
    /// The largest difference between the library's gradient and p - q.
    var gradientError: Double
  }

  /// The same logits with another temperature.
  struct Temperature: Codable, Sendable {
    var temperature: Double
    var probabilities: [Double]
    var entropy: Double
    var best: String
  }

  var letterCount: Int
  var trainingPairs: Int
  var shortest: Int
  var longest: Int
  var hiddenSize: Int
  /// V.
  var vocabularySize: Int
  var source: String
  var reference: String
  /// What the decoder has read of the reference when it comes to this step.
  var prefix: [String]
  /// The step, from 1.
  var step: Int
  var target: String
  var tokens: [Token]
  /// As the library works it out, in nats.
  var loss: Double
  /// -ln p[target], from the logits in double precision.
  var lossByHand: Double
  var targetProbability: Double
  var gradientSum: Double
  /// The largest difference between the library's gradient and p - y.
  var gradientError: Double
  /// The largest difference between a measured slope and p - y.
  var slopeError: Double
  /// The target's probability and loss after the logits have moved by minus their gradient.
  var movedProbability: Double
  var movedLoss: Double
  var smoothing: [Smoothing]
  var temperatures: [Temperature]
  var rule = Rule()

  /// The thresholds of the verdicts.
  struct Rule: Codable, Sendable {
    /// How far the library's gradient may be from p - y: float32 has seven digits.
    var gradient = 1e-5
    /// How far a slope may be, which is a difference of two losses in float32.
    var slope = 1e-4
  }

  var findings: [Finding] {
    [gradientFinding, smoothingFinding, temperatureFinding]
  }

  private var gradientFinding: Finding {
    let (gradient, slope) = (gradientError.scientific, slopeError.scientific)
    let (most, mostSlope) = (rule.gradient.scientific, rule.slope.scientific)
    return Finding(
      "gradient_is_probability_minus_truth",
      isConfirmed: gradientError <= rule.gradient && slopeError <= rule.slope,
      Text(
        en:
          "The library's gradient differs from `p − y` by at most \(gradient), and slopes measured "
          + "by moving each logit differ by at most \(slope). (Confirmed up to \(most) and "
          + "\(mostSlope), what the digits of float32 allow.)",
        ko: "라이브러리의 기울기와 `p − y`의 차이는 최대 \(gradient), 로짓을 하나씩 움직여 잰 기울기와의 "
          + "차이는 최대 \(slope)입니다. (기준: 각각 \(most), \(mostSlope) 이하이면 확인. float32의 "
          + "유효 숫자가 허락하는 정도입니다.)"))
  }

  private var smoothingFinding: Finding {
    let error = smoothing.map(\.gradientError).max() ?? .infinity
    let pulls = smoothing.map(\.gradientAtTarget)
    let weakens = zip(pulls, pulls.dropFirst()).allSatisfy { $0 < $1 }
    return Finding(
      "smoothing_softens_the_truth", isConfirmed: error <= rule.gradient && weakens,
      Text(
        en: "With label smoothing the gradient is `p − q`, to within \(error.scientific), and the "
          + "more is smoothed, the weaker is the pull on the right token. (Confirmed if both hold "
          + "for every smoothing tried.)",
        ko: "레이블 스무딩을 쓰면 기울기는 \(error.scientific) 이내로 `p − q`와 같고, 스무딩이 클수록 정답 "
          + "토큰을 끌어올리는 힘이 약해집니다. (기준: 시험한 모든 값에서 둘 다 성립하면 확인.)"))
  }

  private var temperatureFinding: Finding {
    let entropies = temperatures.map(\.entropy)
    let rises = zip(entropies, entropies.dropFirst()).allSatisfy { $0 < $1 }
    let isSame = Set(temperatures.map(\.best)).count == 1
    let (first, last) = (entropies.first ?? 0, entropies.last ?? 0)
    return Finding(
      "temperature_keeps_the_order", isConfirmed: rises && isSame,
      Text(
        en: "From the lowest temperature to the highest the entropy goes from \(first.fixed(3)) to "
          + "\(last.fixed(3)) nats, and the most probable token "
          + (isSame ? "stays the same." : "changes.")
          + " (Confirmed if the entropy rises at every step and the first token stays.)",
        ko: "온도를 가장 낮은 값에서 가장 높은 값으로 올리면 엔트로피는 \(first.fixed(3))에서 "
          + "\(last.fixed(3)) nat로 변하고, 가장 확률이 높은 토큰은 "
          + (isSame ? "그대로입니다." : "바뀝니다.")
          + " (기준: 매 단계에서 엔트로피가 커지고 첫째 토큰이 그대로이면 확인.)"))
  }
}
