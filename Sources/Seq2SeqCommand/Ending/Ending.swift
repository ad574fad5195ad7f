import ArgumentParser
import Foundation
import Seq2Seq

/// How the command ends after an error: one line and an exit code, whatever was thrown.
struct Ending: Equatable {
  /// The exit code of what should not have happened (`EX_SOFTWARE` in `sysexits.h`).
  static let defect: Int32 = 70

  /// Text for standard output: the help, the version.
  var output: String
  /// Text for standard error.
  var message: String
  var exitCode: Int32

  init(output: String = "", message: String = "", exitCode: Int32) {
    self.output = output
    self.message = message
    self.exitCode = exitCode
  }

  /// Judges what was thrown.
  ///
  /// - Parameter arguments: The command line without the command's own name.
  init(_ error: any Error, arguments: [String]) {
    switch error {
    case let error as UserError:
      self.init(error)
    case let interruption as Interrupted:
      self.init(exitCode: interruption.exitCode)
    case is ClosedOutput:
      // As if SIGPIPE had ended it, which is what a shell expects of a filter.
      self.init(exitCode: 128 + SIGPIPE)
    case let wrong as WrongGradient:
      let what =
        "\(wrong.count.of("gradient check")) failed, the first: \(wrong.first)"
      self.init(
        message: "error: \(what); this is a defect, please report it\n",
        exitCode: Ending.defect)
    case let error as SearchError:
      self.init(UserError(.badData, "\(error)"))
    case let error as CocoaError:
      self.init(
        UserError(
          .inputOutput, file: error.filePath, error.localizedDescription,
          remedy: "check the path and the disk"))
    default:
      self.init(thrownByArgumentParser: error, arguments)
    }
  }

  private init(_ error: UserError) {
    self.init(
      message: "error: \(String(describing: error).onOneLine)\n", exitCode: error.kind.rawValue)
  }

  private init(thrownByArgumentParser error: any Error, _ arguments: [String]) {
    let code = RootCommand.exitCode(for: error)
    switch code {
    case .success:
      self.init(output: RootCommand.fullMessage(for: error) + "\n", exitCode: 0)
    case .validationFailure:
      self.init(
        UsageMistake.error(message: RootCommand.message(for: error), arguments: arguments))
    default:
      let what = "\(error)".onOneLine
      self.init(
        message: "error: unexpected: \(what); this is a defect, please report it\n",
        exitCode: Ending.defect)
    }
  }
}

extension UserError {
  /// An error whose text already says what to do.
  fileprivate init(_ kind: Kind, _ sentence: String) {
    let parts = sentence.split(separator: "; ", maxSplits: 1).map(String.init)
    self.init(
      kind, parts.first ?? sentence, remedy: parts.dropFirst().first ?? "train the model again")
  }
}
