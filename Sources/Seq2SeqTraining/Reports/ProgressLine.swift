import Foundation
import Seq2SeqModels
import Synchronization

/// Tells on standard error how far training is: on a terminal one line that is drawn anew, elsewhere
/// a line now and then.
package final class ProgressLine: Sendable {
  private struct State {
    /// What the line should say, and whether it has been said.
    var text = ""
    var isShown = true
    /// Whether the terminal's last line is ours.
    var isDrawn = false
    var lastShown: Double?
    /// The first report's time and share, from which the time left is estimated.
    var first: (time: Double, share: Double)?
  }

  private let isTerminal: Bool
  private let interval: Double
  private let width: @Sendable () -> Int
  private let clock: @Sendable () -> Double
  private let output: @Sendable (String) -> Void
  private let state = Mutex(State())

  /// Makes a line; the parameters serve tests.
  ///
  /// - Parameters:
  ///   - isTerminal: whether the output understands cursor movements.
  ///   - plainInterval: seconds between two lines where it does not.
  ///   - width: the columns of the terminal.
  ///   - clock: seconds that never run backwards.
  ///   - output: what takes the text, ends of lines included.
  package init(
    isTerminal: Bool = ProgressLine.standardErrorIsTerminal, plainInterval: Double = 10,
    width: @escaping @Sendable () -> Int = ProgressLine.terminalWidth,
    clock: @escaping @Sendable () -> Double = { ProcessInfo.processInfo.systemUptime },
    output: @escaping @Sendable (String) -> Void = ProgressLine.writeToStandardError
  ) {
    self.isTerminal = isTerminal
    interval = isTerminal ? 0.1 : plainInterval
    self.width = width
    self.clock = clock
    self.output = output
  }

  /// Shows a report, unless the one before was shown too short a time ago.
  ///
  /// - Parameter share: how much of the training is done, from 0 to 1, if that is known.
  package func show(_ report: TrainingReport, share: Double? = nil) {
    state.withLock { state in
      let now = clock()
      state.text = Self.text(report, secondsLeft: Self.secondsLeft(share, now, &state))
      state.isShown = false
      if let last = state.lastShown, now - last < interval { return }
      state.lastShown = now
      draw(&state)
    }
  }

  /// Prints a line of its own, such as a validation's result; the progress line is drawn below it.
  package func print(_ line: String) {
    state.withLock { state in
      let wasDrawn = state.isDrawn
      clear(&state)
      output(line + "\n")
      if wasDrawn { draw(&state) }
    }
  }

  /// Takes the line off the terminal, before someone else writes to it.
  package func clear() { state.withLock { clear(&$0) } }

  /// Ends with the last report on a line of its own.
  package func finish() {
    state.withLock { state in
      let isPending = !state.isShown || state.isDrawn
      clear(&state)
      if isPending { output(state.text + "\n") }
      state.isShown = true
    }
  }

  private func draw(_ state: inout State) {
    // The last column stays free: some terminals go to the next line after it.
    let text = isTerminal ? String(state.text.prefix(max(1, width() - 1))) : state.text
    output(isTerminal ? "\r" + text + "\u{1B}[K" : text + "\n")
    state.isShown = true
    state.isDrawn = isTerminal
  }

  private func clear(_ state: inout State) {
    if state.isDrawn { output("\r\u{1B}[K") }
    state.isDrawn = false
  }

  private static func secondsLeft(_ share: Double?, _ now: Double, _ state: inout State) -> Double?
  {
    guard let share else { return nil }
    guard let first = state.first else {
      state.first = (now, share)
      return nil
    }
    guard share > first.share else { return nil }
    return (now - first.time) / (share - first.share) * max(0, 1 - share)
  }

  private static func text(_ report: TrainingReport, secondsLeft: Double?) -> String {
    let loss = String(format: "%.4f", report.loss)
    let speed = String(format: "%.0f", report.targetTokensPerSecond)
    let left = secondsLeft.map { "  ETA \(duration($0))" } ?? ""
    return "epoch \(report.epoch)  update \(report.update)  loss \(loss)  "
      + "\(speed) target tokens/s\(left)"
  }

  /// Hours, minutes and seconds, as `1:02:03` or `2:03`.
  static func duration(_ seconds: Double) -> String {
    // Also false for NaN; a year is more than anyone waits.
    guard seconds >= 0, seconds < 31_536_000 else { return "--:--" }
    let total = Int(seconds.rounded())
    let (hours, minutes) = (total / 3600, total / 60 % 60)
    return hours > 0
      ? String(format: "%d:%02d:%02d", hours, minutes, total % 60)
      : String(format: "%d:%02d", minutes, total % 60)
  }

  /// Whether standard error goes to a terminal that can redraw a line.
  package static var standardErrorIsTerminal: Bool {
    isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  }

  /// The columns of the terminal behind standard error, or 80 if it does not say.
  @Sendable package static func terminalWidth() -> Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// Progress is no reason to fail: that nobody reads it any more goes unnoticed.
  @Sendable package static func writeToStandardError(_ text: String) {
    Array(text.utf8).withUnsafeBytes {
      try? AtomicFile.writeAll($0, to: STDERR_FILENO, of: "standard error")
    }
  }
}
