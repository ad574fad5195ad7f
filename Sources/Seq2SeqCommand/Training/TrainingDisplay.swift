import Foundation
import Seq2Seq

/// Tells on standard error how training goes.
final class TrainingDisplay {
  /// The line itself, for other threads.
  let progressLine: ProgressLine
  private let start = ContinuousClock.now
  /// The update from which a resumed run goes on.
  private(set) var resumedAt: Int?

  init(progress: ProgressLine = ProgressLine()) {
    progressLine = progress
  }

  /// Prints a line of its own.
  func print(_ line: String) { progressLine.print(line.onOneLine) }

  /// Leaves the last report on a line of its own.
  func finish() { progressLine.finish() }

  /// Seconds since the display was made.
  var seconds: Double { (ContinuousClock.now - start) / .seconds(1) }

  func show(_ event: TrainingEvent) {
    switch event {
    case .started(let parameters, let pairs, let updates, let resumedAt):
      self.resumedAt = resumedAt
      let plan = updates == .max ? "" : ", \(updates.of("update"))"
      print("\(parameters.of("parameter")), \(pairs.of("pair"))\(plan)")
      if let resumedAt { print("going on after update \(resumedAt.grouped)") }
    case .report(let report, let share):
      // A share of nothing known says nothing about the time left.
      progressLine.show(report, share: share > 0 && share <= 1 ? share : nil)
    case .validation(let report, let isBest):
      let what =
        report.averaged.map { "average of the models of \($0.of("validation"))" }
        ?? "validation after update \(report.update.grouped), epoch \(report.epoch)"
      let verdict =
        report.averaged == nil
        ? (isBest ? " (best so far)" : "") : (isBest ? " (kept)" : " (worse, not kept)")
      print("\(what): \(TrainingDisplay.text(report))" + verdict)
    case .saved:
      break
    }
  }

  /// What comes first in a line, so that the two accuracies stand side by side.
  private static let first = ["loss", "perplexity", "accuracy", "free_running_accuracy"]

  /// The metrics: those of the model, then the others by name.
  static func text(_ report: ValidationReport) -> String {
    func place(_ name: String) -> Int { first.firstIndex(of: name) ?? first.count }
    return report.metrics
      .sorted { (place($0.key), $0.key) < (place($1.key), $1.key) }
      .map { "\($0.key) \($0.value.fixed($0.key == "loss" ? 4 : 2))" }
      .joined(separator: ", ")
  }
}
