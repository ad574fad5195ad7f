import ArgumentParser
import Foundation
import Seq2Seq

/// `seq2seq compare`.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Say whether one system is better than another by more than chance.",
    discussion: """
      Each file has HYPOTHESIS<TAB>REFERENCE on each line, with the same references, as `paste` makes it; \
      or hypotheses alone, with --references. For each metric the scores with the 95 % intervals of \
      bootstrap resampling, and how probable such a difference is by chance: by paired bootstrap \
      resampling (Koehn 2004) and by approximate randomization (Riezler and Maxwell 2005), as in \
      sacreBLEU with the same seed.

        seq2seq compare first.txt second.txt --references test.txt --metrics bleu,chrf
      """)

  @Argument(help: "The output of the system to compare with, the baseline.")
  var first: String

  @Argument(help: "The output of the other system.")
  var second: String

  @Option(help: ArgumentHelp("References, one on each line.", valueName: "file"))
  var references: String?

  @Option(help: ArgumentHelp("Any metrics of text.", valueName: "a,b"))
  var metrics = "bleu,chrf"

  @Option(
    help: ArgumentHelp(
      "What token_error_rate counts: words, characters, syllables or jamo.",
      valueName: "tokenizer"))
  var tokenizer = TokenizerKind.words.rawValue

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Corpora that each test draws; 1000 by the bootstrap and 10000 by randomization unless given.",
      valueName: "n"))
  var samples: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("What is drawn follows from it.", valueName: "n"))
  var seed = PairedComparison.usualSeed

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() throws {
    if let samples, !(1...1_000_000).contains(samples) {
      throw UserError(.usage, "--samples is \(samples)", remedy: "give 1 to 1000000")
    }
    let metrics = try EvaluateCommand.metrics(
      self.metrics.split(separator: ",", omittingEmptySubsequences: false))
    if let metric = metrics.first(where: \.needsModel) {
      throw UserError(
        .usage, "\(metric.name) cannot be computed from text alone",
        remedy: "choose metrics of text, such as bleu, chrf, exact_match")
    }
    let kind = try TokenizerName.kind(
      tokenizer, option: "--tokenizer", among: TokenizerKind.allCases.filter { !$0.isSubword })
    let pipeline = try TextPipeline(tokenizer: kind ?? .words)
    let outputs = try SystemOutputs(first: first, second: second, references: references)
    let comparison = PairedComparison(
      samples: samples ?? 1_000, trials: samples ?? 10_000, seed: seed)
    let results = try metrics.map { metric in
      try (
        metric,
        comparison.compare(
          metric, outputs.first, outputs.second, references: outputs.references,
          tokens: pipeline.tokens(in:))
      )
    }
    let output = ComparisonOutput(
      lines: outputs.references.count, seed: seed, samples: samples ?? 1_000,
      trials: samples ?? 10_000, systems: [first, second], results: results)
    try StandardOutput.write(json ? output.json : output.table(Terminal.output))
  }
}
