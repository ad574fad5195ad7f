import Foundation
import Seq2SeqModels

/// The learning rate of each update. With r the configured rate, t the number of the update from 1, w the
/// warm-up and H the decoder's hidden size:
///
///     constant      r
///     plateau       r, times the factor whenever validation has not improved for `patience` times and one
///                   more (as PyTorch's ReduceLROnPlateau with no threshold)
///     exponential   r factor^(epochs done)
///     inverse_sqrt  r min(t / w, √(w / t)): up along a line to r, then down (fairseq, JoeyNMT)
///     noam          r H^(-1/2) min(t^(-1/2), t w^(-3/2)) (Vaswani et al. 2017, § 5.3): the same curve with
///                   its peak at r / √(H w); r is only a factor, 2 being usual
///
/// The rate does not fall below the minimum. What cannot be worked out from t is in the checkpoint.
struct LearningRate: Codable, Equatable, Sendable {
  /// The rate of the update under way, or of the last one.
  private(set) var value: Double
  private var best: Double?
  private var stalled = 0

  init(_ configuration: TrainingConfiguration) { value = configuration.learningRate }

  /// Sets the rate of update `update`, from 1, where the schedule gives it by that number.
  mutating func begin(update: Int, _ configuration: Configuration) {
    let rate = configuration.training.learningRate
    let schedule = configuration.training.schedule
    let warmup = Double(schedule.warmup)
    let peak: Double
    switch schedule.kind {
    case .constant, .plateau, .exponential: return
    case .inverseSqrt: peak = rate
    case .noam: peak = rate / (Double(configuration.model.decoderHiddenSize) * warmup).squareRoot()
    }
    let time = Double(update)
    value =
      time <= warmup
      ? peak * time / warmup
      : LearningRate.lowered(peak, to: peak * (warmup / time).squareRoot(), schedule)
  }

  /// Hears that an epoch has ended.
  mutating func epochEnded(_ schedule: Schedule) {
    guard schedule.kind == .exponential else { return }
    value = LearningRate.lowered(value, to: value * schedule.factor, schedule)
  }

  /// Hears of a validation; the plateau schedule cuts the rate when `patience` validations in a row, and one
  /// more, brought no better value.
  mutating func validated(_ metric: Double, higherIsBetter: Bool, _ schedule: Schedule) {
    guard schedule.kind == .plateau else { return }
    let isBetter = best.map { higherIsBetter ? metric > $0 : metric < $0 } ?? true
    guard !isBetter else {
      best = metric
      stalled = 0
      return
    }
    stalled += 1
    if stalled > schedule.patience {
      value = LearningRate.lowered(value, to: value * schedule.factor, schedule)
      stalled = 0
    }
  }

  /// Follows a configured rate that changes between two parts of a run: what the schedule has made of the
  /// one is made of the other.
  mutating func rescale(from before: Double, to after: Double) {
    if before != after { value *= after / before }
  }

  /// A rate that falls, but not below the minimum.
  private static func lowered(_ rate: Double, to lower: Double, _ schedule: Schedule) -> Double {
    min(rate, max(schedule.minimum, lower))
  }
}
