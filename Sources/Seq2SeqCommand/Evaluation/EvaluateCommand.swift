import ArgumentParser
import Foundation
import Seq2Seq

/// `seq2seq evaluate`.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Translate the sources of pairs and compare with their targets.",
    discussion: """
      Metrics: \(Metric.allNames.joined(separator: ", ")). Lines without a tab are left out and \
      reported on standard error. The time is that of the search.

        seq2seq evaluate runs/demo --data dev.tsv --metrics bleu,chrf
      """)

  @OptionGroup var modelArgument: ModelArgument
  @OptionGroup var ensembleArguments: EnsembleArguments
  @OptionGroup var data: DataArguments
  @OptionGroup var search: SearchArguments

  @Option(help: ArgumentHelp("Metrics; the model's own unless given.", valueName: "a,b"))
  var metrics: String?

  @Flag(help: "Print one JSON object.")
  var json = false

  @Option(help: ArgumentHelp("Write the hypotheses here, one on each line.", valueName: "file"))
  var hypotheses: String?

  @OptionGroup var threadArguments: ThreadArguments

  func run() throws {
    try search.check()
    let threads = try threadArguments.count()
    let files = try data.files()
    let asked = try metrics.map {
      try EvaluateCommand.metrics($0.split(separator: ",", omittingEmptySubsequences: false))
    }
    if let hypotheses { try EvaluateCommand.checkFolder(of: hypotheses) }
    let model = try modelArgument.load(threads: threads)
    let pairs = try CorpusReader.pairs(files)
    PairWarnings.write(pairs.report)
    let others = try ensembleArguments.load(beside: model, threads: threads)
    let decoding = try search.decoding(for: model)
    let translator = try Translator(
      model: model, others: others, options: decoding.searchOptions, threads: threads)
    let result = try Evaluator(translator: translator).evaluate(
      pairs, metrics: asked ?? EvaluateCommand.metrics(model.configuration.evaluation.metrics))
    if let hypotheses {
      // Metrics of the model alone need no search.
      let lines =
        result.hypotheses.isEmpty
        ? try translator.translate(pairs.sources).map(\.text) : result.hypotheses
      let text = lines.map { $0.onOneLine + "\n" }.joined()
      try AtomicFile.write(Array(text.utf8), to: hypotheses)
    }
    let output = EvaluationOutput(result, decoding)
    try StandardOutput.write(json ? output.json : output.table)
  }

  /// The metrics of these names, each once.
  static func metrics(_ names: [some StringProtocol]) throws -> [Metric] {
    var metrics: [Metric] = []
    for name in names {
      let metric = try Metric(name: name.trimmingCharacters(in: .whitespaces))
      if !metrics.contains(metric) { metrics.append(metric) }
    }
    return metrics
  }

  /// Finds out before the work, rather than after it, that its result cannot be written.
  private static func checkFolder(of path: String) throws {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    guard access(folder, W_OK) == 0 else { throw AtomicFile.failure("cannot be written", path) }
  }
}
