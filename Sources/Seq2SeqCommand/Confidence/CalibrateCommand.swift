import ArgumentParser
import Foundation
import Seq2Seq

/// `seq2seq calibrate`.
struct CalibrateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibrate",
    abstract: "Learn how often translations of each log-probability are exactly right.",
    discussion: """
      Translates the sources of pairs that the model was not trained on, and fits the probability that a \
      translation equals its target by the translation's log-probability and its mean over the tokens \
      (Platt 1999). \(Calibration.fileName) beside the model then serves translate --confidence and \
      --abstain, and evaluate, which shows the calibration error on other pairs.

        seq2seq calibrate runs/demo --data dev.tsv
      """)

  @OptionGroup var modelArgument: ModelArgument
  @OptionGroup var data: DataArguments
  @OptionGroup var search: SearchArguments
  @OptionGroup var threadArguments: ThreadArguments

  func run() throws {
    try search.check()
    let threads = try threadArguments.count()
    let files = try data.files()
    let path = Calibration.path(ofModelAt: modelArgument.model)
    let model = try modelArgument.load(threads: threads)
    try EvaluateCommand.checkFolder(of: path)
    let pairs = try CorpusReader.pairs(files)
    PairWarnings.write(pairs.report)
    let decoding = try search.decoding(for: model)
    let translator = try Translator(
      model: model, options: decoding.searchOptions, threads: threads)
    let outcomes = Evaluator(translator: translator)
      .outcomes(of: try translator.translate(pairs.sources), pairs)
    let calibration: Calibration
    do {
      calibration = try Calibration(outcomes, of: model, decoding: decoding)
    } catch var error as UserError {
      error.file = files.name
      throw error
    }
    try calibration.write(to: path)
    let error = calibration.error(of: outcomes)
    try StandardOutput.write(
      """
      \(path.onOneLine): fitted to \(calibration.lines.of("line")), \(calibration.right.grouped) of them right
      calibration error on the same lines \(error.expected.fixed(2)) %; evaluate shows it on others

      """)
  }
}
