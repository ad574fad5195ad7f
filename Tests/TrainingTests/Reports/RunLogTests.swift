import Foundation
import Seq2SeqText
import Testing

@testable import Seq2SeqTraining

@Suite struct RunLogTests {
  private func report(_ update: Int, loss: Double = 0.5) -> TrainingReport {
    TrainingReport(
      update: update, epoch: 1, loss: loss, perplexity: exp(loss), targetTokensPerSecond: 1234.5,
      learningRate: 0.00001, gradientNorm: .infinity)
  }

  @Test func writesAnObjectALine() throws {
    let folder = try ReportsFolder()
    let log = RunLog(folder: folder.path)
    try log.append(report(10, loss: 0))
    try log.append(ValidationReport(update: 10, epoch: 1, metrics: ["wer": .nan, "bleu": 31.25]))
    #expect(
      try folder.lines(of: "log.jsonl") == [
        #"{"update": 10, "epoch": 1, "loss": 0.0, "perplexity": 1.0, "#
          + #""target_tokens_per_second": 1234.5, "learning_rate": 1e-05, "gradient_norm": null}"#,
        #"{"update": 10, "epoch": 1, "validation": {"bleu": 31.25, "wer": null}}"#,
      ])
    for line in try folder.lines(of: "log.jsonl") {
      #expect(try JSONSerialization.jsonObject(with: Data(line.utf8)) is [String: Any])
    }
  }

  @Test func dropsLaterLines() throws {
    let folder = try ReportsFolder()
    let log = RunLog(folder: folder.path)
    #expect(try log.truncate(afterUpdate: 5) == 0)
    for update in 1...4 {
      try log.append(report(update))
      try log.append(ValidationReport(update: update, epoch: 1, metrics: ["loss": 1]))
    }
    let all = try folder.lines(of: "log.jsonl")
    try log.truncate(afterUpdate: 4)
    #expect(try folder.lines(of: "log.jsonl") == all)
    try log.truncate(afterUpdate: 2)
    #expect(try folder.lines(of: "log.jsonl") == Array(all[..<4]))
    try log.append(report(3))
    #expect(try folder.lines(of: "log.jsonl") == Array(all[..<4]) + [all[4]])
    try log.truncate(afterUpdate: -1)
    #expect(try folder.content(of: "log.jsonl").isEmpty)
    #expect(try folder.names == ["log.jsonl"])
  }

  /// A run that is killed after its end measures the averaged model again.
  @Test func dropsAnAverageThatIsMeasuredAgain() throws {
    let folder = try ReportsFolder()
    let log = RunLog(folder: folder.path)
    for averaged in [nil, 3] {
      try log.append(
        ValidationReport(update: 8, epoch: 2, metrics: ["loss": 1], averaged: averaged))
    }
    let all = try folder.lines(of: "log.jsonl")
    #expect(all[1] == #"{"update": 8, "epoch": 2, "averaged": 3, "validation": {"loss": 1.0}}"#)
    try log.truncate(afterUpdate: 8)
    try log.truncate(afterUpdate: 9, keepsAverage: false)
    #expect(try folder.lines(of: "log.jsonl") == all)
    try log.truncate(afterUpdate: 8, keepsAverage: false)
    #expect(try folder.lines(of: "log.jsonl") == [all[0]])
  }

  /// However much of the last line was written, what is appended next stands on a line of its own.
  @Test func toleratesAHalfWrittenLine() throws {
    let folder = try ReportsFolder()
    let log = RunLog(folder: folder.path)
    try log.append(report(1))
    let first = try folder.content(of: "log.jsonl")
    try log.append(report(2))
    let both = try folder.content(of: "log.jsonl")
    for count in first.count - 1...both.count {
      try both.prefix(count).write(to: URL(fileURLWithPath: log.path))
      let unreadable = try log.truncate(afterUpdate: 1)
      let isHalf = count > first.count && count < both.count - 1
      #expect(unreadable == (isHalf ? 1 : 0), "\(count) bytes")
      #expect(try folder.content(of: "log.jsonl") == first)
    }
  }

  @Test func dropsWhatIsNoReport() throws {
    let folder = try ReportsFolder()
    let log = RunLog(folder: folder.path)
    let hostile = [
      "", "{}", "[]", "null", #"{"update": "1"}"#, #"{"update": 1e400}"#, "\0\0\0", "\u{FEFF}",
      String(repeating: "[", count: 100_000),
    ]
    var bytes = Data(hostile.joined(separator: "\n").utf8)
    bytes += Data([0x0A, 0xFF, 0xFE, 0x0A]) + Data(#"{"update": 1}"#.utf8)
    try bytes.write(to: URL(fileURLWithPath: log.path))
    #expect(try log.truncate(afterUpdate: 1) == hostile.count)
    #expect(try folder.lines(of: "log.jsonl") == [#"{"update": 1}"#])
  }

  @Test func aMissingFolderIsAnError() throws {
    let log = RunLog(folder: "/nowhere/at/all")
    let error = #expect(throws: UserError.self) { try log.append(report(1)) }
    #expect(error?.kind == .inputOutput && error?.file == "/nowhere/at/all/log.jsonl")
  }
}
