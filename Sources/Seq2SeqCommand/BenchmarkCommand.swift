import ArgumentParser
import Foundation
import Seq2Seq

/// Measures this machine: training, and how near it comes to the machine's best products.
struct BenchmarkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmark", abstract: "Measure how fast this machine trains.",
    discussion: """
      Trains a model of well-known sizes (embedding 256, bidirectional LSTM encoder 256 + 256, LSTM \
      decoder 512 with attention and input feeding, 8,000 words a side, 64 pairs a batch) on made-up \
      sentences, and measures matrix products alone in the same run.
      """)

  @Option(help: "Updates to time.") var updates = 40
  @Option(help: "Threads; all cores unless given.") var threads: Int?
  @Flag(help: "Print one JSON object.") var json = false

  func validate() throws {
    guard (1...100_000).contains(updates) else {
      throw ValidationError("--updates takes a number from 1 to 100,000")
    }
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads takes a number from 1 to 1,024")
    }
  }

  func run() throws {
    let result = try TrainingBenchmark(updates: updates, threads: threads).run()
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys]
      encoder.keyEncodingStrategy = .convertToSnakeCase
      print(String(decoding: try encoder.encode(result), as: UTF8.self))
      return
    }
    func giga(_ rate: Double) -> String { String(format: "%.0f GFLOP/s", rate / 1e9) }
    print(
      """
      training          \(Int(result.targetTokensPerSecond)) target tokens/s (median of \(updates) updates)
      products          \(giga(result.operationsPerSecond)) while training
      products' peak    \(giga(result.peakOperationsPerSecond)) alone, in the same run
      share of peak     \(String(format: "%.0f %%", 100 * result.shareOfPeak))
      model             \(result.parameters) weights; \(result.threads) threads, \(result.instructionSet)
      """)
  }
}
