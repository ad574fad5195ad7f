import ArgumentParser
import Foundation
import Seq2Seq

/// `seq2seq translate`.
struct TranslateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "translate",
    abstract: "Translate standard input to standard output, line by line.",
    discussion: """
      There are as many lines as came in, in the same order, also for empty, over-long and broken \
      ones. A score is the natural-log probability of a hypothesis, end symbol included; it is not \
      normalised by length, though hypotheses are ranked after the length penalty.

        echo "I love you" | seq2seq translate runs/demo
        seq2seq translate runs/demo --n-best 5 < in.txt > out.txt
      """)

  /// The lines that are translated together.
  static let blockSize = 1_024

  @OptionGroup var modelArgument: ModelArgument
  @OptionGroup var search: SearchArguments

  @Option(
    name: .customLong("n-best"), parsing: .unconditional,
    help: ArgumentHelp(
      "Print up to n hypotheses a line as 'LINE ||| HYPOTHESIS ||| SCORE', LINE from 0.",
      valueName: "n"))
  var nBest: Int?

  @Flag(help: "Print SCORE<TAB>HYPOTHESIS.")
  var scores = false

  @OptionGroup var threadArguments: ThreadArguments

  func run() throws {
    try search.check(nBest: nBest)
    let threads = try threadArguments.count()
    let model = try modelArgument.open()
    let translator = try Translator(
      model: model, options: search.options(for: model, nBest: nBest), threads: threads)
    if isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 {
      StandardError.write("Type a line and press return; Ctrl-D ends.\n")
    }
    try translate(with: translator)
  }

  private func translate(with translator: Translator) throws {
    let format: TranslationFormat = nBest != nil ? .nBest : scores ? .scores : .plain
    let limit = translator.model.configuration.data.source.maximumLength
    var input = InputLines(descriptor: STDIN_FILENO, name: "standard input")
    var warnings = LineWarnings()
    while let lines = try input.next(atMost: TranslateCommand.blockSize) {
      let translations = try translator.model.checked {
        try translator.translate(lines.map(\.text))
      }
      var text = ""
      for (line, translation) in zip(lines, translations) {
        text += format.text(translation, number: line.number)
        warnings.add(line, translation, limit: limit)
      }
      try StandardOutput.write(text)
    }
    try translator.model.checked {}
    warnings.finish()
  }
}
