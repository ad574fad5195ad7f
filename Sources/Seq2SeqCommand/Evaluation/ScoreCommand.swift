import ArgumentParser
import Foundation
import Seq2Seq

/// `seq2seq score`.
struct ScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Say how probable the model finds the target of each pair.",
    discussion: """
      For each pair, in order, LOG_PROBABILITY<TAB>TOKENS: the natural-log probability of the \
      target given the source, not normalised, and the target's tokens; both count the end symbol. \
      The perplexity over all pairs goes to standard error. Of the decoding section only the \
      temperature counts here.

        seq2seq score runs/demo --data dev.tsv > scores.tsv
      """)

  /// The pairs that are scored together.
  static let blockSize = 1_024

  @OptionGroup var modelArgument: ModelArgument
  @OptionGroup var ensembleArguments: EnsembleArguments
  @OptionGroup var data: DataArguments
  @OptionGroup var settings: SettingArguments
  @OptionGroup var precisionArguments: PrecisionArguments
  @OptionGroup var threadArguments: ThreadArguments

  func run() throws {
    let threads = try threadArguments.count()
    let precision = try precisionArguments.value()
    let files = try data.files()
    let model = try modelArgument.load(threads: threads)
    let others = try ensembleArguments.load(beside: model, threads: threads)
    let options = try settings.decoding(of: model).searchOptions
    let pairs = try CorpusReader.pairs(files)
    if let line = pairs.report.malformed.firstLines.first {
      // To leave it out would move all later scores up by a line.
      throw UserError(
        .badData, file: files.name, line: line, "there is no tab",
        remedy: "write SOURCE<TAB>TARGET on each line")
    }
    PairWarnings.write(pairs.report)
    let translator = try Translator(
      model: model, others: others, options: options, precision: precision, threads: threads)
    try score(pairs, with: translator)
  }

  private func score(_ pairs: RawPairs, with translator: Translator) throws {
    var (sum, tokens) = (0.0, 0)
    for start in stride(from: 0, to: pairs.count, by: ScoreCommand.blockSize) {
      let block = start..<min(start + ScoreCommand.blockSize, pairs.count)
      let scores = try translator.score(
        sources: Array(pairs.sources[block]), targets: Array(pairs.targets[block]))
      sum += scores.reduce(0) { $0 + $1.logProbability }
      tokens += scores.reduce(0) { $0 + $1.tokens }
      try StandardOutput.write(
        scores.map { "\($0.logProbability.fixed(6))\t\($0.tokens)\n" }.joined())
    }
    let perplexity = exp(-sum / Double(max(1, tokens)))
    StandardError.write(
      "perplexity \(perplexity.fixed(4)) over \(tokens.of("target token")) in "
        + "\(pairs.count.of("pair")), end symbols included\n")
  }
}
