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
      sacreBLEU with the same seed. Tokens of token_error_rate are words.

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
    let outputs = try SystemOutputs(first: first, second: second, references: references)
    let comparison = PairedComparison(
      samples: samples ?? 1_000, trials: samples ?? 10_000, seed: seed)
    let words = try TextPipeline(tokenizer: .words)
    let results = try metrics.map { metric in
      try (
        metric,
        comparison.compare(
          metric, outputs.first, outputs.second, references: outputs.references,
          tokens: words.tokens(in:))
      )
    }
    let output = ComparisonOutput(
      lines: outputs.references.count, seed: seed, samples: samples ?? 1_000,
      trials: samples ?? 10_000, systems: [first, second], results: results)
    try StandardOutput.write(json ? output.json : output.table(Terminal.output))
  }
}
