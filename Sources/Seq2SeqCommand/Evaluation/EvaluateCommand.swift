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

  @Option(
    help: ArgumentHelp(
      "Write a page on what is wrong: labels, examples, confusions.", valueName: "file.html"))
  var report: String?

  @Option(help: ArgumentHelp("The language of the page: ko or en.", valueName: "language"))
  var language = PageLanguage.en.rawValue

  @OptionGroup var precisionArguments: PrecisionArguments
  @OptionGroup var shortlistArguments: ShortlistArguments
  @OptionGroup var threadArguments: ThreadArguments

  func run() throws {
    try search.check()
    guard let pageLanguage = PageLanguage(rawValue: language) else {
      throw UserError(.usage, "--language is \(language)", remedy: "give ko or en")
    }
    let threads = try threadArguments.count()
    let precision = try precisionArguments.value()
    let files = try data.files()
    let asked = try metrics.map {
      try EvaluateCommand.metrics($0.split(separator: ",", omittingEmptySubsequences: false))
    }
    for path in [hypotheses, report].compactMap(\.self) {
      try EvaluateCommand.checkFolder(of: path)
    }
    let model = try modelArgument.load(threads: threads)
    let pairs = try CorpusReader.pairs(files)
    PairWarnings.write(pairs.report)
    let others = try ensembleArguments.load(beside: model, threads: threads)
    let decoding = try search.decoding(for: model)
    let translator = try Translator(
      model: model, others: others, options: decoding.searchOptions, precision: precision,
      shortlist: shortlistArguments.load(for: model), threads: threads)
    let evaluator = Evaluator(translator: translator)
    var result = try evaluator.evaluate(
      pairs, metrics: asked ?? EvaluateCommand.metrics(model.configuration.evaluation.metrics))
    if hypotheses != nil || report != nil, result.translations.isEmpty {
      // Metrics of the model alone need no search.
      result.translations = try translator.translate(pairs.sources)
    }
    if let hypotheses {
      let text = result.translations.map { $0.text.onOneLine + "\n" }.joined()
      try AtomicFile.write(Array(text.utf8), to: hypotheses)
    }
    if let report {
      let triage = try Triager(translator: translator).triage(
        sources: pairs.sources, references: evaluator.references(pairs),
        translations: result.translations)
      let page = triage.html(
        model: model.configuration.name,
        metrics: result.metrics.map { ($0.name, $0.value.value.fixed(2)) }, pageLanguage)
      try AtomicFile.write(Array(page.utf8), to: report)
    }
    var output = EvaluationOutput(result, decoding)
    if others.isEmpty, translator.shortlist == nil, !result.translations.isEmpty {
      let outcomes = evaluator.outcomes(of: result.translations, pairs)
      output.calibration = try calibration(of: model, decoding)?.error(of: outcomes)
    }
    try StandardOutput.write(json ? output.json : output.table)
  }

  /// What `calibrate` left beside the model, if it is this model's. Errors: `UserError` if it is damaged.
  private func calibration(
    of model: Seq2SeqModel, _ decoding: DecodingConfiguration
  ) throws -> Calibration? {
    let path = Calibration.path(ofModelAt: modelArgument.model)
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let calibration = try Calibration(path: path)
    guard calibration.fits(model) else {
      StandardError.write(
        "warning: \(path.onOneLine): the calibration was made for another model and is left out\n")
      return nil
    }
    if !calibration.fits(decoding) {
      StandardError.write(ConfidenceArguments.otherDecoding(path))
    }
    return calibration
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
  static func checkFolder(of path: String) throws {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    guard access(folder, W_OK) == 0 else { throw AtomicFile.failure("cannot be written", path) }
  }
}
