import ArgumentParser
import Foundation
import Seq2Seq

/// `seq2seq gradcheck`.
struct GradientCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gradcheck",
    abstract: "Compare all gradients with slopes that are measured.",
    discussion: """
      Every operation that has a way back, and whole models of every cell, context, attention and \
      bridge, of one layer and two, in one direction and both. For each the tensor is named whose \
      gradient agrees worst, with ‖worked out - measured‖ over the larger norm; 1e-3 is the limit. \
      The exit code is \(Ending.defect) if a gradient is wrong.
      """)

  @Flag(help: "Print one JSON object.")
  var json = false

  @OptionGroup var threadArguments: ThreadArguments

  /// What `--json` prints.
  private struct Table: Encodable {
    let tolerance: Double
    let passed: Bool
    let seconds: Double
    let operations: [GradientCheckReport]
    let models: [GradientCheckReport]
  }

  func run() throws {
    let start = ContinuousClock.now
    let pool = WorkerPool(threads: try threadArguments.count())
    let operations = try table(OperationGradientCheck.allCases, pool) { try $0.run(by: $1) }
    let models = try table(ModelGradientCheck.allCases, pool) { try $0.run(by: $1) }
    let all = operations + models
    let wrong = all.filter { !$0.passed }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys]
      encoder.keyEncodingStrategy = .convertToSnakeCase
      encoder.nonConformingFloatEncodingStrategy = .convertToString(
        positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
      let table = Table(
        tolerance: GradientCheck.tolerance, passed: wrong.isEmpty, seconds: seconds,
        operations: operations, models: models)
      try StandardOutput.write(String(decoding: try encoder.encode(table), as: UTF8.self) + "\n")
    } else {
      let worst = all.map(\.relativeError).max() ?? 0
      try StandardOutput.write(
        "\(operations.count.of("operation")), \(models.count.of("model")): "
          + (wrong.isEmpty ? "all passed" : "\(wrong.count.grouped) wrong")
          + ", largest relative error \(Self.short(worst)) "
          + "of \(Self.short(GradientCheck.tolerance)), \(seconds.duration)\n")
    }
    if let first = wrong.first { throw WrongGradient(count: wrong.count, first: first.name) }
  }

  /// Checks on all threads and shows each line as soon as those before it are there.
  private func table<Case: CustomStringConvertible>(
    _ cases: [Case], _ pool: WorkerPool,
    _ check: (Case, Worker) throws -> [GradientCheck.Result]
  ) throws -> [GradientCheckReport] {
    var reports: [GradientCheckReport] = []
    let block = 8 * pool.count
    for first in stride(from: 0, to: cases.count, by: block) {
      let part = Array(cases[first..<min(first + block, cases.count)])
      var found = [GradientCheckReport?](repeating: nil, count: part.count)
      try found.withUnsafeMutableBufferPointer { places in
        nonisolated(unsafe) let places = places
        try pool.run(tasks: part.count) { index, worker in
          places[index] = GradientCheckReport(
            part[index].description, try check(part[index], worker))
        }
      }
      let new = found.compactMap(\.self)
      if !json { try StandardOutput.write(new.map(Self.line).joined()) }
      reports += new
    }
    return reports
  }

  /// `ok    2.1e-05  gruStep (input 1)`.
  static func line(_ report: GradientCheckReport) -> String {
    "\(report.passed ? "ok   " : "WRONG") \(short(report.relativeError))  "
      + "\(report.name) (\(report.tensors.of("tensor")), worst \(report.worst))\n"
  }

  private static func short(_ error: Double) -> String { String(format: "%.1e", error) }
}

/// Thrown once the table with the wrong gradients has been shown.
struct WrongGradient: Error, Equatable {
  let count: Int
  let first: String
}
