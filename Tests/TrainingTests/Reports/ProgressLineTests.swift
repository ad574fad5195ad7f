import Foundation
import Synchronization
import Testing

@testable import Seq2SeqTraining

@Suite struct ProgressLineTests {
  /// A terminal or file that keeps what it is sent, and a clock that is set by hand.
  private final class ReportsScreen: Sendable {
    let text = Mutex("")
    let time = Mutex(0.0)
    let width = Mutex(80)

    func line(isTerminal: Bool, plainInterval: Double = 10) -> ProgressLine {
      ProgressLine(
        isTerminal: isTerminal, plainInterval: plainInterval,
        width: { self.width.withLock { $0 } }, clock: { self.time.withLock { $0 } },
        output: { part in self.text.withLock { $0 += part } })
    }

    /// What came since the last call.
    func take() -> String {
      text.withLock { text in
        defer { text = "" }
        return text
      }
    }

    func wait(_ seconds: Double) { time.withLock { $0 += seconds } }
  }

  private func report(_ update: Int) -> TrainingReport {
    TrainingReport(
      update: update, epoch: 3, loss: 2.34567, perplexity: 10, targetTokensPerSecond: 5210.4,
      learningRate: 0.001, gradientNorm: 1)
  }

  private func text(_ update: Int) -> String {
    "epoch 3  update \(update)  loss 2.3457  5210 target tokens/s"
  }

  @Test func redrawsAtMostTenTimesASecond() {
    let screen = ReportsScreen()
    let line = screen.line(isTerminal: true)
    line.show(report(1))
    #expect(screen.take() == "\r\(text(1))\u{1B}[K")
    screen.wait(0.05)
    line.show(report(2))
    #expect(screen.take() == "")
    screen.wait(0.06)
    line.show(report(3))
    #expect(screen.take() == "\r\(text(3))\u{1B}[K")
  }

  @Test func makesWayForOtherOutput() {
    let screen = ReportsScreen()
    let line = screen.line(isTerminal: true)
    line.print("first")
    line.clear()
    #expect(screen.take() == "first\n")
    line.show(report(1))
    _ = screen.take()
    line.print("bleu 31")
    #expect(screen.take() == "\r\u{1B}[Kbleu 31\n\r\(text(1))\u{1B}[K")
    line.clear()
    line.clear()
    #expect(screen.take() == "\r\u{1B}[K")
  }

  @Test func endsWithTheLastReport() {
    let screen = ReportsScreen()
    let line = screen.line(isTerminal: true)
    line.finish()
    #expect(screen.take() == "")
    line.show(report(1))
    line.show(report(2))
    _ = screen.take()
    line.finish()
    #expect(screen.take() == "\r\u{1B}[K\(text(2))\n")
    line.finish()
    #expect(screen.take() == "")
  }

  @Test(arguments: [1, 2, 10, 1000]) func staysOnOneLine(width: Int) {
    let screen = ReportsScreen()
    screen.width.withLock { $0 = width }
    screen.line(isTerminal: true).show(report(1))
    #expect(screen.take() == "\r\(text(1).prefix(max(1, width - 1)))\u{1B}[K")
  }

  @Test func plainLinesElsewhere() {
    let screen = ReportsScreen()
    let line = screen.line(isTerminal: false, plainInterval: 5)
    line.show(report(1))
    screen.wait(4)
    line.show(report(2))
    line.print("bleu 31")
    screen.wait(1)
    line.show(report(3))
    line.show(report(4))
    line.finish()
    let expected = [text(1), "bleu 31", text(3), text(4)].map { $0 + "\n" }.joined()
    #expect(screen.take() == expected)
    line.finish()
    #expect(screen.take() == "")
  }

  @Test func estimatesTheTimeLeft() {
    let screen = ReportsScreen()
    let line = screen.line(isTerminal: false, plainInterval: 0)
    // A resumed run: half is done before the first report, and counts for no time.
    line.show(report(1), share: 0.5)
    screen.wait(10)
    line.show(report(2), share: 0.6)
    line.show(report(3), share: 0.6)
    line.show(report(4), share: 1.5)
    line.show(report(5), share: .nan)
    #expect(
      screen.take().split(separator: "\n").map { $0.suffix(10) }
        == ["t tokens/s", "  ETA 0:40", "  ETA 0:40", "  ETA 0:00", "t tokens/s"])
  }

  @Test func durations() {
    #expect(ProgressLine.duration(0.4) == "0:00")
    #expect(ProgressLine.duration(59.6) == "1:00")
    #expect(ProgressLine.duration(3723) == "1:02:03")
    for seconds in [-1, .nan, .infinity, 1e300] {
      #expect(ProgressLine.duration(seconds) == "--:--")
    }
  }
}
