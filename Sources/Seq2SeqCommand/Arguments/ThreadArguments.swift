import ArgumentParser
import Foundation
import Seq2Seq

/// `--threads`.
struct ThreadArguments: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Threads; as many as there are cores unless given. Results do not depend on it.",
      valueName: "n"))
  var threads: Int?

  /// The number of threads. Errors: `UserError` for one out of range.
  func count() throws -> Int {
    let count = threads ?? ProcessInfo.processInfo.activeProcessorCount
    guard (1...1_024).contains(count) else {
      throw UserError(.usage, "--threads is \(count)", remedy: "give 1 to 1024")
    }
    return count
  }
}
