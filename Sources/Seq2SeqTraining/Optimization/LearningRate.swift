import Seq2SeqModels

/// The learning rate and what it depends on; the checkpoint keeps it.
struct LearningRate: Codable, Equatable, Sendable {
  /// The present rate.
  private(set) var value: Double
  private var best: Double?
  private var stalled = 0

  init(_ configuration: TrainingConfiguration) { value = configuration.learningRate }

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
      value = min(value, max(schedule.minimum, value * schedule.factor))
      stalled = 0
    }
  }
}
