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
        seq2seq translate runs/demo --ensemble runs/second runs/third < in.txt
        seq2seq translate runs/demo --set decoding.strategy=sampling < in.txt
      """)

  /// The lines that are translated together: sorted by length among themselves, given back in order.
  static let blockSize = 1_024

  @OptionGroup var modelArgument: ModelArgument
  @OptionGroup var ensembleArguments: EnsembleArguments
  @OptionGroup var search: SearchArguments

  @Option(
    name: .customLong("n-best"), parsing: .unconditional,
    help: ArgumentHelp(
      """
      Print up to n hypotheses a line as 'LINE ||| HYPOTHESIS ||| SCORE', LINE from 0; so does \
      --set decoding.n_best. The model's own n_best is for the library.
      """,
      valueName: "n"))
  var nBest: Int?

  @Flag(help: "Print SCORE<TAB>HYPOTHESIS.")
  var scores = false

  @Flag(
    help: "Lines are SOURCE<TAB>PREFIX: the hypotheses begin with the prefix, if there is one.")
  var forcedPrefix = false

  @OptionGroup var confidenceArguments: ConfidenceArguments
  @OptionGroup var precisionArguments: PrecisionArguments
  @OptionGroup var shortlistArguments: ShortlistArguments
  @OptionGroup var threadArguments: ThreadArguments

  func run() throws {
    try search.check(nBest: nBest)
    try confidenceArguments.check(
      without: [
        (scores, "--scores"), (nBest != nil, "--n-best"), (forcedPrefix, "--forced-prefix"),
        (!ensembleArguments.ensemble.isEmpty, "--ensemble"),
        (shortlistArguments.shortlist != nil, "--shortlist"),
      ].filter(\.0).map(\.1))
    let threads = try threadArguments.count()
    let precision = try precisionArguments.value()
    let model = try modelArgument.open()
    let others = try ensembleArguments.load(beside: model, threads: threads)
    let decoding = try search.decoding(for: model, nBest: nBest)
    let translator = try Translator(
      model: model, others: others, options: decoding.searchOptions, precision: precision,
      shortlist: shortlistArguments.load(for: model), threads: threads)
    if isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 {
      StandardError.write("Type a line and press return; Ctrl-D ends.\n")
    }
    let isList = nBest != nil || decoding.nBest > 1
    let confidence = try confidenceArguments.output(for: model, at: modelArgument.model, decoding)
    try translate(
      with: translator, as: isList ? .nBest : scores ? .scores : .plain, confidence)
  }

  private func translate(
    with translator: Translator, as format: TranslationFormat, _ confidence: ConfidenceOutput?
  ) throws {
    var confidence = confidence
    let limit = translator.model.configuration.data.source.maximumLength
    let input = LinesAhead(
      InputLines(descriptor: STDIN_FILENO, name: "standard input"), limit: Self.blockSize)
    var warnings = LineWarnings()
    while let lines = try input.next(atMost: TranslateCommand.blockSize) {
      let translations = try translator.model.checked { try translate(lines, with: translator) }
      var text = ""
      for (line, translation) in zip(lines, translations) {
        text += confidence?.text(translation) ?? format.text(translation, number: line.number)
        warnings.add(line, translation, limit: limit)
      }
      try StandardOutput.write(text)
    }
    try translator.model.checked {}
    warnings.finish()
    if let summary = confidence?.summary { StandardError.write(summary) }
  }

  private func translate(
    _ lines: [InputLine], with translator: Translator
  ) throws -> [Translation] {
    let firstLine = (lines.first?.number ?? 1) - 1
    guard forcedPrefix else {
      return try translator.translate(lines.map(\.text), firstLine: firstLine)
    }
    let columns = lines.map {
      $0.text.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
    }
    return try translator.translate(
      columns.map { String($0[0]) }, prefixes: columns.map { $0.count > 1 ? String($0[1]) : "" },
      firstLine: firstLine)
  }
}
