import Foundation
import Seq2SeqText

/// How hypotheses of different lengths are compared.
///
/// A log-probability falls with each token, so that without a penalty short hypotheses win.
public enum LengthPenalty: Sendable, Equatable {
  /// log P(Y) / ((5 + |Y|) / 6)^alpha, where |Y| counts the end symbol (Wu et al. 2016, section 7).
  ///
  /// `alpha` 0 ranks by the log-probability itself.
  case gnmt(alpha: Double)
  /// log P(Y) / |Y|: the mean over the tokens, the end symbol counted.
  case average
  /// log P(Y) itself.
  case none

  /// The score of a hypothesis.
  ///
  /// - Parameters:
  ///   - logProbability: Its natural-log probability, end symbol included.
  ///   - length: |Y|, its tokens and the end symbol.
  public func score(logProbability: Double, length: Int) -> Double {
    // An alpha that overflows the divisor would make -inf / inf: not a number.
    guard logProbability > -.infinity else { return logProbability }
    switch self {
    case .gnmt(let alpha):
      return logProbability / pow((5 + Double(length)) / 6, alpha)
    case .average:
      return logProbability / Double(length)
    case .none:
      return logProbability
    }
  }

  /// Throws `UserError` for a parameter out of its range.
  func validate() throws {
    guard case .gnmt(let alpha) = self else { return }
    guard alpha >= 0, alpha.isFinite else {
      throw UserError(
        .usage, "the length penalty is \(alpha)",
        remedy: "give a number from 0 (none); 0.6 to 1 is usual")
    }
  }
}
