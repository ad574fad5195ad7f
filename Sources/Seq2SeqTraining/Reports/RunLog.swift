import Foundation
import Seq2SeqModels
import Seq2SeqText

/// The file `log.jsonl` of a run folder: a JSON object a line for each report.
package struct RunLog: Sendable {
  /// The file's path.
  package let path: String

  /// Makes the log of the run folder `folder`; the file appears with the first report.
  package init(folder: String) { path = folder + "/log.jsonl" }

  /// Appends a line. Errors: `UserError` of kind `.inputOutput`.
  package func append(_ report: TrainingReport) throws {
    try append([
      ("update", String(report.update)),
      ("epoch", String(report.epoch)),
      ("loss", Self.number(report.loss)),
      ("perplexity", Self.number(report.perplexity)),
      ("target_tokens_per_second", Self.number(report.targetTokensPerSecond)),
      ("learning_rate", Self.number(report.learningRate)),
      ("gradient_norm", Self.number(report.gradientNorm)),
    ])
  }

  /// Appends a line, the metrics sorted by name. Errors: `UserError` of kind `.inputOutput`.
  package func append(_ report: ValidationReport) throws {
    let metrics = report.metrics.sorted { $0.key < $1.key }.map { ($0, Self.number($1)) }
    try append(
      [("update", String(report.update)), ("epoch", String(report.epoch))]
        + (report.averaged.map { [("averaged", String($0))] } ?? [])
        + [("validation", Self.object(metrics))])
  }

  /// Drops the lines of later updates, which a resumed run is about to write again, and returns how
  /// many lines it dropped because they cannot be read.
  ///
  /// A run that was killed may leave half a line at the end; it was being written after the
  /// checkpoint, so nothing is lost with it. Errors: `UserError` of kind `.inputOutput`.
  ///
  /// - Parameter keepsAverage: whether the validation of an averaged model after that very update stays.
  @discardableResult
  package func truncate(afterUpdate last: Int, keepsAverage: Bool = true) throws -> Int {
    struct Line: Decodable {
      var update: Int
      var averaged: Int?
    }
    guard FileManager.default.fileExists(atPath: path) else { return 0 }
    let content: Data
    do {
      content = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw UserError(
        .inputOutput, file: path, "cannot be read",
        remedy: "check its permissions, or move it away")
    }
    let decoder = JSONDecoder()
    var kept: [UInt8] = []
    var unreadable = 0
    for line in content.split(separator: UInt8(ascii: "\n")) {
      // A line that ends the file without a line feed may be the whole line but for that.
      if let report = try? decoder.decode(Line.self, from: line) {
        let isAgain = report.update == last && report.averaged != nil && !keepsAverage
        if report.update <= last, !isAgain { kept += Array(line) + [UInt8(ascii: "\n")] }
      } else {
        unreadable += 1
      }
    }
    if kept != Array(content) { try AtomicFile.write(kept, to: path) }
    return unreadable
  }

  private func append(_ members: [(String, String)]) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw AtomicFile.failure("cannot be written", path) }
    defer { close(descriptor) }
    try Array((Self.object(members) + "\n").utf8).withUnsafeBytes {
      try AtomicFile.writeAll($0, to: descriptor, of: path)
    }
  }

  /// Neither a report's keys nor a metric's name hold anything that JSON would have escaped.
  private static func object(_ members: [(String, String)]) -> String {
    "{" + members.map { "\"\($0)\": \($1)" }.joined(separator: ", ") + "}"
  }

  /// JSON knows neither infinity nor NaN.
  private static func number(_ value: Double) -> String {
    value.isFinite ? value.description : "null"
  }
}
