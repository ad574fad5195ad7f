import ArgumentParser
import Foundation
import Seq2Seq
import Seq2SeqLab
import Seq2SeqPages

/// `seq2seq lab`.
struct LabCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lab",
    abstract: "Run a lesson: train models, measure a claim, write a page.",
    discussion: """
      Writes DIR/LESSON/index.html, one page with charts, and DIR/LESSON/results.json with every \
      number; `all` runs every lesson and writes DIR/index.html. The lessons:

      \(Lesson.allCases.map { "  \($0.rawValue): \($0.title(.en))" }.joined(separator: "\n"))
      """)

  @Argument(help: "The lesson, or all.")
  var lesson: String

  @Option(help: ArgumentHelp("The folder for pages.", valueName: "dir"))
  var output = "lab"

  @Option(help: ArgumentHelp("ko or en: what the pages speak.", valueName: "language"))
  var language = PageLanguage.en.rawValue

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("What everything random follows from.", valueName: "n"))
  var seed: UInt64 = 1

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Updates of each model's weights; as many as the lesson is made for unless given.",
      valueName: "n"))
  var updates: Int?

  @OptionGroup var threadArguments: ThreadArguments

  func run() throws {
    let laboratory = Laboratory(
      output: output, language: try pageLanguage(), seed: seed, updates: try updateCount(),
      threads: try threadArguments.count(), progress: { StandardError.write($0 + "\n") })
    let outcomes: [LessonOutcome]
    if lesson == "all" {
      outcomes = try laboratory.runAll()
    } else {
      outcomes = [try laboratory.run(try chosenLesson())]
    }
    for outcome in outcomes { show(outcome) }
    let page = lesson == "all" ? output + "/index.html" : outcomes.first?.page ?? output
    try StandardOutput.write(page + "\n")
  }

  private func show(_ outcome: LessonOutcome) {
    let confirmed = outcome.verdicts.count { $0 == .confirmed }
    StandardError.write(
      "\(outcome.lesson.rawValue): \(confirmed) confirmed, "
        + "\(outcome.verdicts.count - confirmed) contradicted, \(outcome.seconds.duration)\n")
  }

  /// The lesson of that name. Errors: `UserError` that offers the nearest name.
  private func chosenLesson() throws -> Lesson {
    if let chosen = Lesson(rawValue: lesson) { return chosen }
    let names = Lesson.allCases.map(\.rawValue) + ["all"]
    throw UserError(
      .usage, "there is no lesson '\(lesson)'",
      remedy: Spelling.nearest(to: lesson, among: names).map { "did you mean '\($0)'?" }
        ?? "choose from " + names.joined(separator: ", "))
  }

  private func pageLanguage() throws -> PageLanguage {
    if let language = PageLanguage(rawValue: language) { return language }
    throw UserError(
      .usage, "--language is '\(language)'",
      remedy: "choose " + PageLanguage.allCases.map(\.rawValue).joined(separator: " or "))
  }

  private func updateCount() throws -> Int? {
    guard let updates else { return nil }
    guard (1...1_000_000).contains(updates) else {
      throw UserError(.usage, "--updates is \(updates)", remedy: "give 1 to 1,000,000")
    }
    return updates
  }
}
