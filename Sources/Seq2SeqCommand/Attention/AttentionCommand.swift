import ArgumentParser
import Foundation
import Seq2Seq

/// `seq2seq attention`: for demonstrations, until `explain` shows more.
struct AttentionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attention",
    abstract: "Draw where the decoder looks for each token that it writes.",
    shouldDisplay: false)

  @OptionGroup var modelArgument: ModelArgument

  @Argument(help: "The text to translate.")
  var text: String

  @OptionGroup var threadArguments: ThreadArguments

  func run() throws {
    let threads = try threadArguments.count()
    let model = try modelArgument.load(threads: threads)
    let translator = try Translator(model: model, threads: threads)
    let drawing = AttentionDrawing(
      try translator.attention(text), width: AttentionCommand.terminalWidth)
    let lines = ["\(text) → \(try translator.translate(text))".onOneLine, ""] + drawing.lines
    try StandardOutput.write(lines.map { $0 + "\n" }.joined())
  }

  /// The columns of the terminal behind standard output, or 100 where there is none.
  private static var terminalWidth: Int {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 100 }
    return Int(size.ws_col)
  }
}
