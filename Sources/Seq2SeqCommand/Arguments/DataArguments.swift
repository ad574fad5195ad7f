import ArgumentParser
import Seq2Seq

/// The pairs to work on: `--data`, or `--source` and `--target`.
struct DataArguments: ParsableArguments {
  @Option(help: ArgumentHelp("Pairs, SOURCE<TAB>TARGET on each line.", valueName: "pairs.tsv"))
  var data: String?

  @Option(help: ArgumentHelp("Sources, one on each line; goes with --target.", valueName: "file"))
  var source: String?

  @Option(help: ArgumentHelp("Targets, one on each line; goes with --source.", valueName: "file"))
  var target: String?

  /// The files; nil if none is named. Errors: `UserError` if they are given in part, or twice.
  func filesIfGiven() throws -> CorpusFiles? {
    data == nil && source == nil && target == nil ? nil : try files()
  }

  /// The files. Errors: `UserError` if they are not given, or given twice.
  func files() throws -> CorpusFiles {
    switch (data, source, target) {
    case (let data?, nil, nil):
      return .tsv(data)
    case (nil, let source?, let target?):
      return .parallel(source: source, target: target)
    case (nil, nil, nil):
      throw UserError(
        .usage, "no data are given",
        remedy: "add --data PAIRS.tsv, or --source FILE and --target FILE")
    case (nil, _, _):
      throw UserError(
        .usage, "\(source == nil ? "--source" : "--target") is missing",
        remedy: "--source and --target go together")
    default:
      throw UserError(
        .usage, "--data goes without --source and --target",
        remedy: "give one file of pairs, or one file for each side")
    }
  }
}
