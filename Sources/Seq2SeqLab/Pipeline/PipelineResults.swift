import Seq2Seq

/// Lesson `pipeline`: the way of one sentence through a model, with every tensor on it.
struct PipelineResults: LessonResults {
  static let defaultUpdates = 800
  static let title = Text(
    en: "The whole way of “I love you”", ko: "“I love you”가 “나는 너를 사랑해”가 되기까지")
  static let claim = Text(
    en:
      "A small encoder-decoder, trained on the spot, translates a sentence that it has never seen "
      + "from parts that it has; and nothing on the way is hidden.",
    ko: "그 자리에서 학습한 작은 인코더-디코더는 한 번도 본 적 없는 문장을 이미 본 조각들로 번역해 낸다. "
      + "그 과정에 감춰진 것은 없다.")

  /// A tensor's shape: letters and sizes.
  struct Shape: Codable, Sendable {
    var tensor: Tensor
    var letters: [String]
    var sizes: [Int]

    /// What is met on the way.
    enum Tensor: String, Codable, CaseIterable, Sendable {
      case tokens, embedded, states, keys, initialState, hidden, attention, context, attentional
      case logits
    }
  }

  /// A finished hypothesis.
  struct Hypothesis: Codable, Sendable {
    var text: String
    var logProbability: Double
    var score: Double
  }

  /// A parameter.
  struct Weight: Codable, Sendable {
    var name: String
    var rows: Int
    var columns: Int
  }

  var text: String
  var reference: String
  /// Whether the pair was among those trained on.
  var isTrained: Bool
  var allPairs: Int
  var trainingPairs: Int
  var testPairs: Int
  /// How often each word of the source was seen in training.
  var wordsSeen: [Int]
  /// Exact match on test pairs that training never saw, in percent.
  var exactMatch: Double
  /// What it must reach for the claim to stand.
  var requiredExactMatch: Double
  var embeddingSize: Int
  var hiddenSize: Int
  var encoderWidth: Int
  var sourceVocabularySize: Int
  var targetVocabularySize: Int
  var parameters: Int
  /// The sentence's way, tensor by tensor.
  var explanation: Explanation
  var shapes: [Shape]
  /// The source tokens' rows of the embedding table [S, E].
  var embedded: [[Float]]
  /// What the search completed, best first.
  var hypotheses: [Hypothesis]
  var output: String
  var weights: [Weight]

  var findings: [Finding] {
    let isRight = output == reference
    let (reached, required) = (exactMatch.fixed(1), requiredExactMatch.fixed(0))
    return [
      Finding(
        "translates_an_unseen_sentence", isConfirmed: isRight && !isTrained,
        Text(
          en: "`\(text)` became `\(output)`, which is " + (isRight ? "right" : "wrong")
            + "; the pair " + (isTrained ? "was" : "was not") + " in the training data. (Confirmed "
            + "if it is right and was not.)",
          ko: "`\(text)` → `\(output)`: " + (isRight ? "맞게" : "틀리게")
            + " 번역했고, 이 쌍은 학습 데이터에 " + (isTrained ? "있었습니다" : "없었습니다")
            + ". (기준: 맞게 번역했고 학습 데이터에 없었으면 확인.)")),
      Finding(
        "puts_parts_together", isConfirmed: exactMatch >= requiredExactMatch,
        Text(
          en:
            "Of \(testPairs) other sentences that training never saw, \(reached) % come out exactly "
            + "right. (Confirmed from \(required) % on.)",
          ko: "학습에 없던 다른 문장 \(testPairs)개 가운데 \(reached)%를 정확히 번역했습니다. (기준: "
            + "\(required)% 이상이면 확인.)")),
    ]
  }
}
