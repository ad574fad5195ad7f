import ArgumentParser
import Foundation
import Seq2Seq
import Testing

@testable import Seq2SeqCommand

struct EndingTests {
  private struct Surprise: Error, CustomStringConvertible {
    var description: String { "a\nb" }
  }

  @Test(
    arguments: [
      (UserError.Kind.usage, Int32(64)), (.badData, 65), (.missingInput, 66), (.inputOutput, 74),
    ])
  func userErrorsSetTheExitCode(kind: UserError.Kind, code: Int32) {
    let error = UserError(kind, file: "a\nb.tsv", line: 3, "it is wrong", remedy: "mend it")
    #expect(
      Ending(error, arguments: [])
        == Ending(message: "error: a b.tsv:3: it is wrong; mend it\n", exitCode: code))
  }

  @Test func anythingElseIsOneLineAndADefect() {
    let ending = Ending(Surprise(), arguments: ["translate", "m"])
    #expect(
      ending
        == Ending(
          message: "error: unexpected: a b; this is a defect, please report it\n", exitCode: 70))
  }

  @Test func aDamagedModelIsBadData() {
    let ending = Ending(
      SearchError.notALogProbability(sentence: 0, position: 2), arguments: ["translate", "m"])
    #expect(ending.exitCode == 65)
    #expect(ending.message.hasPrefix("error: sentence 0"))
    #expect(ending.message.filter { $0 == "\n" }.count == 1)
  }

  @Test func signalsAndClosedPipesEndQuietly() {
    #expect(Ending(Interrupted(signal: SIGINT), arguments: []) == Ending(exitCode: 130))
    #expect(Ending(Interrupted(signal: SIGTERM), arguments: []) == Ending(exitCode: 143))
    #expect(Ending(ClosedOutput(), arguments: []) == Ending(exitCode: 141))
  }

  @Test func helpAndVersionAreResults() {
    #expect(
      UsageMistakeTests.ending(["--version"])
        == Ending(output: ToolkitVersion.string + "\n", exitCode: 0))
    let help = Ending(CleanExit.helpRequest(TranslateCommand.self), arguments: [])
    #expect(help.exitCode == 0)
    #expect(help.message.isEmpty)
    #expect(help.output.contains("natural-log"))
  }
}
