/// Lesson `teacher-forcing`: what the decoder reads while it learns, and what becomes of it when it runs free.
struct TeacherForcingResults: LessonResults {
  static let defaultUpdates = 2_000
  static let title = Text(
    en: "Teacher forcing: the truth or own guesses", ko: "교사 강요: 정답을 읽을까, 제 추측을 읽을까")
  static let claim = Text(
    en: "A decoder that always reads the truth while it learns converges fast and steadily, but "
      + "drifts when it runs free. One that reads only its own guesses learns slowly. Schedules "
      + "that "
      + "go from the one to the other lie between.",
    ko: "학습하는 동안 늘 정답을 읽는 디코더는 빠르고 안정적으로 수렴하지만, 혼자 달릴 때 흔들린다. 제 추측만 읽는 "
      + "디코더는 느리게 배운다. 정답에서 추측으로 옮겨 가는 스케줄은 그 사이에 있다.")

  /// A figure at each of `updates`, over the repetitions.
  struct Curve: Codable, Sendable {
    var mean: [Double]
    var lowest: [Double]
    var highest: [Double]

    /// - Parameter runs: For each repetition a value at each validation.
    init(_ runs: [[Double]]) {
      let count = runs.map(\.count).min() ?? 0
      let values = (0..<count).map { index in runs.map { $0[index] } }
      mean = values.map(\.mean)
      lowest = values.map { $0.min() ?? 0 }
      highest = values.map { $0.max() ?? 0 }
    }
  }

  /// How often a decoder read the truth, and what came of it.
  struct Setting: Codable, Sendable {
    var ratio: Double
    /// constant, linear or inverse_sigmoid.
    var schedule: String
    var finalRatio: Double
    /// The share of truth at each of `updates`, in percent.
    var shares: [Double]
    /// Accuracy in percent with the truth as input.
    var forced: Curve
    /// Accuracy in percent with its own output as input.
    var free: Curve
    /// The mean of `forced` over the whole training: the greater, the faster it was learnt.
    var speed: Double
    /// The mean of forced less free over the whole training, in points.
    var drift: Double
    /// What the accuracy with the truth lost between validations, added up, the mean over the repetitions.
    var falls: Double
    var lastForced: Double
    var lastFree: Double
    var lastDrift: Double
  }

  var letterCount: Int
  var shortest: Int
  var longest: Int
  var trainingPairs: Int
  var testPairs: Int
  var hiddenSize: Int
  /// Trainings of each setting, each from other weights and with batches in another order.
  var repetitions: Int
  /// When it was validated.
  var updates: [Int]
  /// Always the truth.
  var truth: Setting
  /// Either, by the toss of a coin.
  var half: Setting
  /// Never the truth.
  var own: Setting
  var linear: Setting
  var inverseSigmoid: Setting
  var rule = Rule()

  /// The thresholds of the verdicts, in points.
  struct Rule: Codable, Sendable {
    /// From where on accuracies differ.
    var difference = 2.0
  }

  /// In the order in which they are shown.
  var settings: [Setting] { [truth, linear, inverseSigmoid, half, own] }
}
