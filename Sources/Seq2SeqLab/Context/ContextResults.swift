/// Lesson `context`: the source in one vector against attention over all states.
struct ContextResults: LessonResults {
  static let defaultUpdates = 3_000
  static let title = Text(
    en: "Context: one vector or all states", ko: "문맥: 벡터 하나인가, 모든 상태인가")
  static let claim = Text(
    en: "A context vector of a fixed size is a bottleneck: the longer the source, the more of it "
      + "is "
      + "lost. A decoder with attention over all encoder states keeps its quality.",
    ko: "고정 크기 문맥 벡터는 병목이다. 입력이 길어질수록 더 많이 잃어버린다. 인코더의 모든 상태를 어텐션으로 "
      + "보는 디코더는 품질을 지킨다.")

  /// One of the models that are compared.
  struct System: Codable, Sendable {
    var hiddenSize: Int
    /// The numbers that the decoder gets of a source, for each of its tokens with attention.
    var contextSize: Int
    var parameters: Int
    /// Letters at their right place, in percent, for each of `lengths`.
    var letters: [Double]
    /// Strings that are right as a whole, in percent, for each of `lengths`.
    var exactMatch: [Double]
    /// Means of `letters` over the short and the long sources.
    var short: Double
    var long: Double
    /// Means of `exactMatch` over the same.
    var shortMatch: Double
    var longMatch: Double
  }

  /// Where the decoder looked while it wrote.
  struct Map: Codable, Sendable {
    var source: [String]
    var output: [String]
    /// A row for each token of the output, a column for each of the source.
    var weights: [[Float]]
  }

  /// What the models say to one source.
  struct Example: Codable, Sendable {
    var source: String
    var reference: String
    var vector: String
    var wideVector: String
    var attention: String
  }

  var letterCount: Int
  var shortest: Int
  var longest: Int
  /// Sources up to this length count as short.
  var shortLimit: Int
  /// Sources from this length on count as long.
  var longLimit: Int
  var lengths: [Int]
  var trainingPairs: Int
  var testPairsPerLength: Int
  var vector: System
  var wideVector: System
  var attention: System
  /// The steps, in percent, at which the most attention lies on the letter to be written, and on it or beside it.
  var pointed: Double
  var pointedNearby: Double
  var maps: [Map]
  var examples: [Example]
  var rule = Rule()

  /// The thresholds of the verdicts, in percent and points.
  struct Rule: Codable, Sendable {
    /// What counts as a loss, and as a lead.
    var difference = 20.0
    /// What attention must get right of long sources.
    var kept = 90.0
    /// How often attention must point to the letter or beside it.
    var pointed = 90.0
  }
}
