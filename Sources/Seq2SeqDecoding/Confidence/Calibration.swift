import Foundation
import Seq2SeqModels
import Seq2SeqText

/// From the log-probability of a translation to the probability that it is exactly right.
///
/// A model's probabilities say which of two outputs it prefers, not how often it is right. A logistic function of the
/// log-probability log P and of its mean over the tokens, log P / n, fitted to what was right on pairs that were
/// not trained on, does (Platt 1999).
public struct Calibration: Sendable, Equatable {
  /// Its file's name.
  public static let fileName = "calibration.json"

  /// The fewest pairs that a calibration is fitted to.
  public static let fewestLines = 20

  /// The pairs it was fitted to.
  public let lines: Int
  /// Those of them whose translation was right.
  public let right: Int
  /// The digest of the model's file; what was fitted to one model says nothing of another.
  public let modelDigest: String
  /// The search that made the translations.
  public let decoding: DecodingConfiguration
  let regression: LogisticRegression

  init(
    lines: Int, right: Int, modelDigest: String, decoding: DecodingConfiguration,
    regression: LogisticRegression
  ) {
    (self.lines, self.right, self.modelDigest) = (lines, right, modelDigest)
    (self.decoding, self.regression) = (decoding, regression)
  }

  /// Fits to translations and whether they are right.
  ///
  /// Empty translations of empty lines say nothing and are left out.
  ///
  /// - Throws: `UserError` for too few lines.
  public init(
    _ outcomes: [(translation: Translation, isRight: Bool)], modelDigest: String,
    decoding: DecodingConfiguration
  ) throws {
    let examples = outcomes.compactMap { outcome in
      Calibration.values(of: outcome.translation).map { (values: $0, isEvent: outcome.isRight) }
    }
    guard examples.count >= Calibration.fewestLines else {
      throw UserError(
        .badData, "\(examples.count) lines are too few to calibrate with",
        remedy: "give at least \(Calibration.fewestLines), better some hundreds")
    }
    self.init(
      lines: examples.count, right: examples.count(where: \.isEvent), modelDigest: modelDigest,
      decoding: decoding, regression: LogisticRegression(examples, width: 2))
  }

  /// The probability that a translation is exactly right; 1 for the empty translation of an empty line.
  public func confidence(of translation: Translation) -> Double {
    Calibration.values(of: translation).map(regression.probability) ?? 1
  }

  /// Whether there was something to translate: the translation of an empty line is certain.
  static func isTranslated(_ translation: Translation) -> Bool { translation != .empty }

  /// log P and log P / n; nil where nothing was translated.
  private static func values(of translation: Translation) -> [Double]? {
    guard let best = translation.hypotheses.first, isTranslated(translation) else { return nil }
    // What is impossible by its own model is as good as that.
    let logProbability = max(best.logProbability, -1e6)
    return [logProbability, logProbability / Double(best.tokens.count + 1)]
  }
}
