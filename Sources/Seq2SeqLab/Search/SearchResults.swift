import Seq2Seq

/// Lesson `search`: greedy search against beams of several widths, with and without a length penalty.
struct SearchResults: LessonResults {
  static let defaultUpdates = 2_000
  static let title = Text(
    en: "Greedy against beam: looking further ahead", ko: "탐욕 탐색과 빔 탐색: 얼마나 멀리 볼 것인가")
  static let claim = Text(
    en:
      "Greedy search misses outputs that the model itself holds more probable; a beam finds them, "
      + "and quality rises. But a wider beam is not always better: without a length penalty it finds "
      + "short outputs that are probable and wrong.",
    ko: "탐욕 탐색은 모델 스스로 더 확률이 높다고 보는 출력을 놓치고, 빔은 그것을 찾아내 품질을 높인다. "
      + "그러나 빔이 넓을수록 늘 좋은 것은 아니다. 길이 벌점이 없으면 넓은 빔은 확률은 높지만 틀린, 짧은 "
      + "출력을 찾아낸다.")

  /// What one search did on the whole test.
  struct Beam: Codable, Sendable {
    var width: Int
    /// Outputs equal to their reference, in percent.
    var exactMatch: Double
    var bleu: Double
    /// Outputs that are a right translation, whichever, in percent.
    var right: Double
    /// Outputs that are the beginning of a right translation and then break off, in percent.
    var brokenOff: Double
    /// The mean natural-log probability of the outputs.
    var logProbability: Double
    /// Output words over reference words.
    var lengthRatio: Double
    /// Sentences in percent whose output the model finds more probable than greedy search's.
    var aboveGreedy: Double
    /// Sentences in percent whose reference the model finds more probable than the output: proof that the
    /// search missed something.
    var searchErrors: Double
    var millisecondsPerSentence: Double
  }

  /// Two searches on the same sentences: how often one was right where the other was not.
  struct Comparison: Codable, Sendable {
    var wins: Int
    var losses: Int
    /// By a sign test at two standard errors: |wins - losses| > 2 √(wins + losses).
    var isBeyondChance: Bool

    init(_ left: [Bool], _ right: [Bool]) {
      wins = zip(left, right).count { $0 && !$1 }
      losses = zip(left, right).count { !$0 && $1 }
      let difference = Double(abs(wins - losses))
      isBeyondChance = difference > 2 * Double(wins + losses).squareRoot()
    }

    var isWon: Bool { isBeyondChance && wins > losses }
    var isLost: Bool { isBeyondChance && wins < losses }
  }

  /// One sentence with what each search made of it.
  struct Example: Codable, Sendable {
    var source: String
    var lines: [Line]

    /// Who wrote a line.
    enum Kind: String, Codable, Sendable {
      case reference, greedy, beam, wideBeam, wideBeamWithPenalty
    }

    /// An output, or the reference.
    struct Line: Codable, Sendable {
      var kind: Kind
      var text: String
      var logProbability: Double
    }
  }

  var trainingPairs: Int
  var testPairs: Int
  var plainWords: Int
  var forkedWords: Int
  var looseWays: Int
  /// Shares in percent.
  var fixedShare: Double
  var looseShare: Double
  var looseFirstShare: Double
  var forkedShare: Double
  var brokenShare: Double
  var shortest: Int
  var longest: Int
  /// The language's own translations of one forked word, the fixed one first.
  var forkedSource: String
  var forkedTranslations: [String]
  var hiddenSize: Int
  /// The exponent of the length penalty, where there is one.
  var alpha: Double
  /// Ranked by the log-probability itself.
  var plain: [Beam]
  /// Ranked with the length penalty.
  var penalized: [Beam]
  /// The width that stands for "a beam" in the verdicts, chosen before anything was measured.
  var middle: Int
  /// With the penalty, the middle beam against greedy, by exact match.
  var beamAgainstGreedy: Comparison
  /// Without the penalty, the widest beam against the middle one, by right translations.
  var wideAgainstMiddle: Comparison
  /// Without the penalty, the widest beam against greedy, by right translations.
  var wideAgainstGreedy: Comparison
  /// With the widest beam, penalty against none, by right translations.
  var penaltyAgainstNone: Comparison
  var examples: [Example]

  var greedy: Beam? { plain.first }
  var widestPlain: Beam? { plain.last }
  var widestPenalized: Beam? { penalized.last }
  var middlePlain: Beam? { plain.first { $0.width == middle } }
  var middlePenalized: Beam? { penalized.first { $0.width == middle } }
}
