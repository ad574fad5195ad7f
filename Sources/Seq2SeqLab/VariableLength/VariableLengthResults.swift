import Seq2Seq

/// Lesson `variable-length`: one vector of a fixed size with classifiers against an encoder-decoder.
struct VariableLengthResults: LessonResults {
  static let defaultUpdates = 3_000
  static let title = Text(
    en: "Why an encoder-decoder: answers of any length", ko: "왜 인코더-디코더인가: 길이가 변하는 출력")
  static let claim = Text(
    en: "A feature vector of a fixed size with a classifier cannot produce sequences whose length "
      + "and order depend on the input. An encoder-decoder can, with the same data and budget.",
    ko: "고정 크기 특징 벡터와 분류기로는 길이와 순서가 입력에 따라 달라지는 출력을 만들 수 없다. "
      + "인코더-디코더는 같은 데이터와 같은 예산으로 그것을 해낸다.")

  /// One of the systems that are compared.
  struct System: Codable, Sendable {
    var parameters: Int
    /// Right answers in percent, for each of `lengths`.
    var exactMatch: [Double]
    /// The mean over the lengths that were trained on.
    var seen: Double
    /// The mean over the lengths that were not.
    var unseen: Double
  }

  /// What the systems say to one source.
  struct Example: Codable, Sendable {
    var source: String
    var reference: String
    var mean: String
    var window: String
    var encoderDecoder: String
  }

  var letterCount: Int
  var shortest: Int
  var longest: Int
  /// All lengths tested.
  var lengths: [Int]
  var trainingPairs: Int
  var testPairsPerLength: Int
  var batch: Int
  var embeddingSize: Int
  var classifierHiddenSize: Int
  var hiddenSize: Int
  var mean: System
  var window: System
  var encoderDecoder: System
  /// The best share, for each length, that anything blind to order can expect.
  var orderlessBound: [Double]
  var orderlessBoundSeen: Double
  /// One source of each length.
  var examples: [Example]
  /// Strings of the same letters.
  var anagrams: [Example]
  /// What the findings are judged by, in percent.
  var rule: Rule

  /// The thresholds of the verdicts.
  struct Rule: Codable, Sendable {
    /// What the encoder-decoder must reach.
    var learned = 90.0
    /// How far over the bound a system blind to order may be by chance.
    var tolerance = 5.0
    /// How far a classifier must stay behind the encoder-decoder.
    var behind = 20.0
  }

  var findings: [Finding] {
    let (learned, tolerance) = (rule.learned.fixed(0), rule.tolerance.fixed(0))
    let behind = rule.behind.fixed(0)
    let full = encoderDecoder.seen
    return [
      Finding(
        "encoder_decoder_learns", isConfirmed: full >= rule.learned,
        Text(
          en: "The encoder-decoder gets \(full.fixed(1)) % of strings of the trained lengths "
            + "right. (Confirmed from \(learned) % on.)",
          ko: "인코더-디코더는 학습한 길이의 문자열 가운데 \(full.fixed(1))%를 맞혔습니다. "
            + "(기준: \(learned)% 이상이면 확인.)")),
      Finding(
        "mean_is_blind_to_order", isConfirmed: mean.seen <= orderlessBoundSeen + rule.tolerance,
        Text(
          en: "The classifier on the mean gets \(mean.seen.fixed(1)) % right, where guessing the "
            + "order allows \(orderlessBoundSeen.fixed(1)) %. (Confirmed if it stays within "
            + "\(tolerance) points of that bound.)",
          ko: "평균 벡터를 쓰는 분류기는 \(mean.seen.fixed(1))%를 맞혔습니다. 순서를 찍어서 얻을 수 있는 "
            + "한계는 \(orderlessBoundSeen.fixed(1))%입니다. (기준: 한계를 \(tolerance)점 넘게 "
            + "웃돌지 않으면 확인.)")),
      Finding(
        "window_falls_behind", isConfirmed: window.seen <= full - rule.behind,
        Text(
          en: "The classifier on a window, which does keep the order, gets "
            + "\(window.seen.fixed(1)) % right on trained lengths. (Confirmed if that is at least "
            + "\(behind) points behind the encoder-decoder.)",
          ko: "순서를 보존하는 창 벡터 분류기는 학습한 길이에서 \(window.seen.fixed(1))%를 맞혔습니다. "
            + "(기준: 인코더-디코더보다 \(behind)점 이상 낮으면 확인.)")),
    ]
  }
}
