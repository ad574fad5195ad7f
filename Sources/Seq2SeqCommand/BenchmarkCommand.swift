import ArgumentParser
import Foundation
import Seq2Seq

/// Measures this machine: training, and how near it comes to the machine's best products; or how fast a
/// model translates.
struct BenchmarkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmark",
    abstract: "Measure how fast this machine trains, or a model translates.",
    discussion: """
      Trains a model of well-known sizes (embedding 256, bidirectional LSTM encoder 256 + 256, LSTM \
      decoder 512 with attention and input feeding, 8,000 words a side, 64 pairs a batch) on made-up \
      sentences, and measures matrix products alone in the same run.

      With --model and --source it translates instead, all in one process after loading: the whole file \
      three times, and its first 100 lines one at a time.

        seq2seq benchmark --model runs/demo --source dev.txt --beam 5
      """)

  @Option(help: "Updates to time.") var updates = 40
  @Option(help: "Threads; all cores unless given.") var threads: Int?
  @Option(
    help: ArgumentHelp(
      """
      The number format of matrix products: float32 (unless given) or bfloat16; with --model also int8, and \
      the model's own unless given.
      """, valueName: "format"))
  var precision: String?
  @Flag(help: "Also print where the time goes.") var profile = false
  @Flag(help: "Print one JSON object.") var json = false
  @OptionGroup var translation: TranslationBenchmarkArguments

  func validate() throws {
    guard (1...100_000).contains(updates) else {
      throw ValidationError("--updates takes a number from 1 to 100,000")
    }
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads takes a number from 1 to 1,024")
    }
  }

  func run() throws {
    let precision = try PrecisionArguments.value(of: precision)
    if let benchmark = try translation.benchmark(precision: precision, threads: threads) {
      let result = try benchmark.run()
      return try StandardOutput.write(json ? object(result) + "\n" : result.table)
    }
    let result = try TrainingBenchmark(
      updates: updates, threads: threads, precision: BenchmarkCommand.training(precision),
      profile: profile
    ).run()
    if json { return print(try object(result)) }
    func giga(_ rate: Double) -> String { String(format: "%.0f GFLOP/s", rate / 1e9) }
    print(
      """
      training          \(Int(result.targetTokensPerSecond)) target tokens/s (median of \(updates) updates)
      products          \(giga(result.operationsPerSecond)) while training
      products' peak    \(giga(result.peakOperationsPerSecond)) alone, in the same run
      share of peak     \(String(format: "%.0f %%", 100 * result.shareOfPeak))
      model             \(result.parameters) weights; \(result.precision), \(result.threads) threads, \(result.instructionSet)
      """)
    if let profile = result.profile { BenchmarkCommand.show(profile) }
  }

  private static func training(_ precision: InferencePrecision?) throws -> Precision {
    guard let precision else { return .float32 }
    guard let training = Precision(rawValue: precision.rawValue) else {
      throw UserError(
        .usage, "nothing can be trained in \(precision.rawValue)",
        remedy: "give --precision float32 or bfloat16, or a --model that translates")
    }
    return training
  }

  private static func show(_ profile: TrainingProfile) {
    func padded(_ text: String, _ width: Int) -> String {
      String(repeating: " ", count: max(0, width - text.count)) + text
    }
    print("\nwhere the time goes                   ms/update   share   GFLOP/s   of peak")
    for entry in profile.entries {
      let rate = entry.operationsPerSecond.map { String(format: "%.0f", $0 / 1e9) } ?? ""
      let share = entry.shareOfPeak.map { String(format: "%.0f %%", 100 * $0) } ?? ""
      print(
        entry.work.padding(toLength: 36, withPad: " ", startingAt: 0)
          + padded(String(format: "%.2f", entry.milliseconds), 11)
          + padded(String(format: "%.1f %%", 100 * entry.share), 8) + padded(rate, 10)
          + padded(share, 10))
    }
  }

  private func object(_ result: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    return String(decoding: try encoder.encode(result), as: UTF8.self)
  }
}
