import ArgumentParser
import Foundation
import Seq2Seq

/// `seq2seq explain`.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Show what happens inside the model while it translates a text.",
    discussion: """
      Tokens, the encoder's and the decoder's states and gates over time, attention, the softmax at \
      each step and the beam; with --reference also why the output is not that: a search error if \
      the model scores the reference higher, else a model error.

        seq2seq explain runs/demo "I love you"
        seq2seq explain runs/demo "I love you" --reference "나는 너를 사랑해" --html inside.html
      """)

  @OptionGroup var modelArgument: ModelArgument

  @Argument(help: "The text to translate.")
  var text: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("An output that is right, to compare with.", valueName: "text"))
  var reference: String?

  @OptionGroup var search: SearchArguments

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The most probable tokens to show at each step.", valueName: "n"))
  var candidates = 5

  @Flag(help: "Print one JSON object with every number.")
  var json = false

  @Option(help: ArgumentHelp("Write one HTML page with figures.", valueName: "file"))
  var html: String?

  @Option(help: ArgumentHelp("The language of the page: ko or en.", valueName: "language"))
  var language = PageLanguage.en.rawValue

  @OptionGroup var threadArguments: ThreadArguments

  func run() throws {
    try search.check()
    let pageLanguage = try check()
    let threads = try threadArguments.count()
    let model = try modelArgument.load(threads: threads)
    let explainer = try Explainer(
      model: model, options: search.decoding(for: model).searchOptions, candidates: candidates,
      threads: threads)
    let explanation = try explainer.explain(text, reference: reference)
    if let html {
      try AtomicFile.write(Array(explanation.html(pageLanguage).utf8), to: html)
    } else if json {
      try StandardOutput.write(try explanation.json + "\n")
    } else {
      try StandardOutput.write(ExplanationText(explanation, Terminal.output).text)
    }
  }

  private func check() throws -> PageLanguage {
    guard !json || html == nil else {
      throw UserError(.usage, "--json and --html exclude each other", remedy: "give one of them")
    }
    guard (1...1_000).contains(candidates) else {
      throw UserError(.usage, "--candidates is \(candidates)", remedy: "give 1 to 1000")
    }
    guard let language = PageLanguage(rawValue: language) else {
      throw UserError(.usage, "--language is \(language)", remedy: "give ko or en")
    }
    return language
  }
}
