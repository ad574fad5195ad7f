import ArgumentParser
import Seq2Seq

/// `seq2seq shortlist`.
struct ShortlistCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shortlist",
    abstract: "List which target tokens go with each source token, to translate faster.",
    discussion: """
      With a large target vocabulary most of the time goes into the logits of tokens that a sentence cannot \
      hold. The list has the most frequent target tokens and, for each source token, its most probable \
      translations by IBM's Model 1, learnt from pairs, best those of training. How many tokens of the pairs \
      are covered is shown; compare evaluate with and without the list on held-out pairs.

        seq2seq shortlist runs/demo --data train.tsv --output runs/demo/shortlist.tsv
        seq2seq translate runs/demo --shortlist runs/demo/shortlist.tsv < in.txt
      """)

  @OptionGroup var modelArgument: ModelArgument
  @OptionGroup var data: DataArguments

  @Option(help: ArgumentHelp("Write the list here.", valueName: "file"))
  var output: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The most frequent target tokens that every list has.", valueName: "n"))
  var common = 100

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Translations of each source token, at most.", valueName: "n"))
  var each = 50

  func run() throws {
    for (name, value) in [("--common", common), ("--each", each)]
    where !(0...1_000_000).contains(value) {
      throw UserError(.usage, "\(name) is \(value)", remedy: "give 0 to 1000000")
    }
    let files = try data.files()
    try EvaluateCommand.checkFolder(of: output)
    let model = try modelArgument.open()
    guard !model.configuration.model.copying else {
      throw UserError(
        .usage, "a shortlist does not go with a model that copies",
        remedy: "use it as it is: what it copies needs no vocabulary")
    }
    let pairs = try CorpusReader.pairs(files)
    PairWarnings.write(pairs.report)
    let corpus = EncodedCorpus(
      pairs, source: (model.sourcePipeline, model.sourceVocabulary),
      target: (model.targetPipeline, model.targetVocabulary))
    let shortlist = Shortlist(
      corpus, source: model.sourceVocabulary, target: model.targetVocabulary,
      commonCount: common, each: each)
    let text = shortlist.text(source: model.sourceVocabulary, target: model.targetVocabulary)
    try AtomicFile.write(Array(text.utf8), to: output)
    let coverage = shortlist.coverage(of: corpus)
    let share = 100 * Double(coverage.covered) / Double(max(1, coverage.targets))
    try StandardOutput.write(
      """
      \(output.onOneLine): \(coverage.meanSize.fixed(0)) of \(model.targetVocabulary.count.grouped) \
      target tokens a sentence, which cover \(share.fixed(2)) % of these pairs' target tokens

      """)
  }
}
