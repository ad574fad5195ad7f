import ArgumentParser
import Foundation
import Seq2Seq

/// `--model`, `--source` and `--beam` of `benchmark`: which model's translation is measured, and on what.
struct TranslationBenchmarkArguments: ParsableArguments {
  @Option(
    help: "Measure how fast this model translates instead: a run folder, or its model.safetensors.")
  var model: String?

  @Option(help: ArgumentHelp("What to translate, a sentence a line.", valueName: "file"))
  var source: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Hypotheses kept at each step; 1 is greedy search. The model's own unless given.",
      valueName: "n"))
  var beam: Int?

  @OptionGroup var shortlistArguments: ShortlistArguments

  /// What to measure, or nil if translation is not asked for. Errors: `UserError`.
  func benchmark(
    precision: InferencePrecision?, threads: Int?
  ) throws -> TranslationBenchmark? {
    guard let model, let source else {
      guard model == nil, source == nil, beam == nil, shortlistArguments.shortlist == nil else {
        throw UserError(
          .usage, "\(model == nil ? "--model" : "--source") is missing",
          remedy: "--model MODEL and --source FILE go together")
      }
      return nil
    }
    try SearchArguments.check(beam: beam)
    return TranslationBenchmark(
      path: model, lines: try lines(of: source), beam: beam, precision: precision,
      shortlist: shortlistArguments.shortlist, threads: threads)
  }

  private func lines(of path: String) throws -> [String] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw UserError(
        errno == ENOENT || errno == ENOTDIR ? .missingInput : .inputOutput, file: path,
        "cannot be read (\(String(cString: strerror(errno))))", remedy: "check the path")
    }
    defer { close(descriptor) }
    var input = InputLines(descriptor: descriptor, name: path)
    var lines: [String] = []
    while let block = try input.next(atMost: TranslateCommand.blockSize) {
      lines += block.map(\.text)
    }
    guard !lines.isEmpty else {
      throw UserError(.badData, file: path, "holds no lines", remedy: "give a file with sentences")
    }
    return lines
  }
}

extension TranslationBenchmark.Result {
  /// The figures for people.
  var table: String {
    func milliseconds(_ seconds: Double) -> String { "\((1000 * seconds).fixed(2)) ms" }
    return """
      loading           \(milliseconds(loadingSeconds))
      whole text        \(sentencesPerSecond.fixed(1)) sentences/s (\(sentences.of("sentence")), median of 3 passes)
      one sentence      \(milliseconds(latencyMedian)) median, \(milliseconds(latencyPercentile95)) of 95 in 100 \
      (\(latencySentences.of("sentence")))
      output            \(meanOutputTokens.fixed(2)) tokens, mean
      search            beam \(beam)
      model             \(parameters.grouped) weights; \(precision), \(threads.of("thread")), \(instructionSet)

      """
  }
}
