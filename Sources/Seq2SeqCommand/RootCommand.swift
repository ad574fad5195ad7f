import ArgumentParser
import Foundation
import Seq2Seq

/// `seq2seq`.
@main
struct RootCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "seq2seq",
    abstract: "Turn one sequence into another with recurrent encoder-decoder networks.",
    discussion: """
      Results go to standard output, everything else to standard error. Exit codes: 0 done, \
      64 wrong usage or configuration, 65 bad data, 66 missing input, 74 input or output failed, \
      130 and 143 stopped by SIGINT and SIGTERM.
      """,
    version: ToolkitVersion.string,
    subcommands: [
      TrainCommand.self, TranslateCommand.self, EvaluateCommand.self, ScoreCommand.self,
      BenchmarkCommand.self, ExplainCommand.self, LabCommand.self,
      GradientCheckCommand.self, ImportCommand.self, CheckCommand.self,
      CompareCommand.self, CalibrateCommand.self, ExportCommand.self, ShortlistCommand.self,
    ])

  static func main() {
    // A reader that goes away is noticed where it is written to, so that training goes on.
    signal(SIGPIPE, SIG_IGN)
    let arguments = Array(CommandLine.arguments.dropFirst())
    do {
      var command = try parseAsRoot(arguments)
      try command.run()
    } catch {
      let ending = Ending(error, arguments: arguments)
      try? StandardOutput.write(ending.output)
      StandardError.write(ending.message)
      Foundation.exit(ending.exitCode)
    }
  }
}
