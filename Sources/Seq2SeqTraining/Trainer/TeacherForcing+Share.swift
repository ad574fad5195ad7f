import Foundation
import Seq2SeqModels

extension TeacherForcing {
  /// What is left of the way to the final share at the end of an exponential schedule.
  private static let exponentialRest = 0.01
  /// How often the steepness of the inverse sigmoid goes into the plan.
  private static let sigmoidSpan = 12.0

  /// The share of target tokens that the decoder reads in an update; the others are its own guesses.
  ///
  /// Let x = `update` / `planned`, at most 1, be the share of the plan that is done, r the ratio and f the
  /// final ratio. Bengio et al. (2015, § 2.4) give the curves by update; here they are stretched over the
  /// plan, so that a run of any length passes through all of it:
  ///
  ///     constant          r
  ///     linear            r + (f - r) x
  ///     exponential       f + (r - f) 0.01^x                 k^i with k = 0.01^(1 / planned)
  ///     inverse_sigmoid   f + (r - f) (s(x) - s(1)) / (s(0) - s(1)),  s(x) = 1 / (1 + exp(12 (x - 1/2)))
  ///
  /// The inverse sigmoid k / (k + exp(i / k)) is the logistic curve s with its middle at k ln k; here that
  /// is half of the plan, and it is stretched by 0.5 % so as to start at r and end at f exactly. All start
  /// at r and go towards f; exponential leaves a hundredth of the way.
  ///
  /// A run that is resumed with another plan follows the curve of that plan from there on: with twice as
  /// many updates the share of guesses halves at first, and beyond the end of a plan it stays.
  ///
  /// - Parameters:
  ///   - update: the updates done before this one.
  ///   - planned: the updates of the whole run.
  public func share(update: Int, of planned: Int) -> Double {
    let x = min(1, Double(max(0, update)) / Double(max(1, planned)))
    let way = ratio - finalRatio
    switch schedule {
    case .constant: return ratio
    case .linear: return ratio - way * x
    case .exponential: return finalRatio + way * pow(TeacherForcing.exponentialRest, x)
    case .inverseSigmoid:
      func sigmoid(_ x: Double) -> Double {
        1 / (1 + exp(TeacherForcing.sigmoidSpan * (x - 0.5)))
      }
      return finalRatio + way * (sigmoid(x) - sigmoid(1)) / (sigmoid(0) - sigmoid(1))
    }
  }
}
