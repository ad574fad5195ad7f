import ArgumentParser
import Foundation
import Seq2Seq

/// `seq2seq check`.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Look at the data before training.",
    discussion: """
      The first file holds the training pairs, the others what is to be compared with them: coverage by \
      the training vocabulary, symbols never seen, Unicode forms, pairs that repeat or contradict each \
      other or are in two files, lengths, and lines that are odd. Text is read as the configuration says, \
      or as words. Without files, the configuration's own are taken.

        seq2seq check train.tsv dev.tsv test.tsv --source-tokenizer jamo
        seq2seq check --configuration config.yaml
      """)

  @Argument(help: "Pairs, SOURCE<TAB>TARGET on each line; the training pairs first.")
  var data: [String] = []

  @Option(
    help: ArgumentHelp("The configuration that is to be trained.", valueName: "config.yaml"))
  var configuration: String?

  @Option(help: ArgumentHelp("How sources become tokens.", valueName: "tokenizer"))
  var sourceTokenizer: String?

  @Option(help: ArgumentHelp("How targets become tokens.", valueName: "tokenizer"))
  var targetTokenizer: String?

  @Flag(help: "Print one JSON object.")
  var json = false

  @OptionGroup var threadArguments: ThreadArguments

  func run() throws {
    let threads = try threadArguments.count()
    var settings =
      try configuration.map { try ConfigurationFile.read(path: $0, needsData: data.isEmpty).data }
      ?? DataConfiguration()
    settings.source.tokenizer =
      try TokenizerName.kind(sourceTokenizer, option: "--source-tokenizer")
      ?? settings.source.tokenizer
    settings.target.tokenizer =
      try TokenizerName.kind(targetTokenizer, option: "--target-tokenizer")
      ?? settings.target.tokenizer
    let files =
      data.isEmpty
      ? [settings.train, settings.validation].compactMap { $0?.corpus } : data.map { .tsv($0) }
    guard let train = files.first else {
      throw UserError(
        .usage, "no data are given",
        remedy: "name the files, the training pairs first, or give --configuration")
    }
    let sides = try settings.sideOptions(trainedOn: train, threads: threads)
    let check = try CorpusChecker(
      source: sides.source, target: sides.target, sharedVocabulary: settings.sharedVocabulary,
      threads: threads
    ).check(train, Array(files.dropFirst()))
    guard json else {
      return try StandardOutput.write(CheckText(check, Terminal.output).text)
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    try StandardOutput.write(String(decoding: try encoder.encode(check), as: UTF8.self) + "\n")
  }
}
