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
      print(
        "validation after update \(report.update.grouped), epoch \(report.epoch): "
          + TrainingDisplay.text(report) + (isBest ? " (best so far)" : ""))
    case .saved:
      break
    }
  }

  /// The metrics, the loss first.
  static func text(_ report: ValidationReport) -> String {
    report.metrics
      .sorted { ($0.key == "loss" ? 0 : 1, $0.key) < ($1.key == "loss" ? 0 : 1, $1.key) }
      .map { "\($0.key) \($0.value.fixed($0.key == "loss" ? 4 : 2))" }
      .joined(separator: ", ")
  }
}
