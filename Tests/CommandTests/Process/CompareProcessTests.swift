import Foundation
import Testing

struct CompareProcessTests {
  private static let references = (0..<40).map { "a b c d \($0)" }
  private static let better = references.enumerated().map { $0.offset % 5 == 0 ? "x" : $0.element }
  private static let worse = references.enumerated().map { $0.offset % 2 == 0 ? "x" : $0.element }

  private static func folder() throws -> CommandFolder {
    let folder = CommandFolder()
    for (name, lines) in [("better", better), ("worse", worse)] {
      let pairs = zip(lines, references).map { "\($0)\t\($1)\n" }
      try folder.write("\(name).tsv", pairs.joined())
      try folder.write("\(name).txt", lines.map { $0 + "\n" }.joined())
    }
    try folder.write("references.txt", references.map { $0 + "\n" }.joined())
    return folder
  }

  @Test func aTableForPeople() async throws {
    let folder = try Self.folder()
    let result = try await CommandProcess.run(
      ["compare", "worse.tsv", "better.tsv", "--metrics", "wer,bleu"], in: folder.path)
    #expect(result.exitCode == 0, "\(result.error)")
    #expect(result.lines.count == 9)
    #expect(result.lines[1].hasPrefix("wer     worse.tsv   50.00 "))
    #expect(result.lines[2].hasPrefix("        better.tsv  20.00 "))
    #expect(result.lines[5].hasPrefix("wer: better.tsv is better, p < 0.05 by both tests"))
    #expect(
      result.lines[7]
        == "40 lines, 1,000 bootstrap samples, 10,000 randomization trials, seed 12345")
  }

  @Test func oneObjectForProgramsFromEitherForm() async throws {
    let folder = try Self.folder()
    let options = ["--samples", "100", "--seed", "5", "--json", "--metrics", "chrf,distinct_1"]
    let pairs = try await CommandProcess.run(
      ["compare", "worse.tsv", "better.tsv"] + options, in: folder.path)
    let lines = try await CommandProcess.run(
      ["compare", "worse.txt", "better.txt", "--references", "references.txt"] + options,
      in: folder.path)
    #expect(pairs.exitCode == 0 && lines.exitCode == 0, "\(pairs.error)\(lines.error)")
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(pairs.output)) as? [String: Any])
    #expect(
      object.keys.sorted() == ["lines", "metrics", "samples", "seed", "systems", "trials"])
    let chrf = try #require((object["metrics"] as? [String: [String: Any]])?["chrf"])
    #expect(
      chrf.keys.sorted() == ["bootstrap_p", "first", "randomization_p", "second", "signature"])
    #expect(
      pairs.text.replacing(".tsv", with: ".txt") == lines.text)
  }

  /// 값 for 갑 is one letter of three, and one word of one.
  @Test(arguments: [("words", "100.00"), ("jamo", "33.33"), ("characters", "100.00")])
  func tokensAreThoseOfATokenizer(tokenizer: String, rate: String) async throws {
    let folder = CommandFolder()
    try folder.write("a.tsv", "값\t갑\n")
    let result = try await CommandProcess.run(
      ["compare", "a.tsv", "a.tsv", "--metrics", "token_error_rate", "--tokenizer", tokenizer],
      in: folder.path)
    #expect(result.exitCode == 0, "\(result.error)")
    #expect(result.lines[1].contains("  \(rate)  "), "\(result.text)")
  }

  @Test(arguments: [
    ("a\tr\nb\ts\n", "a\tr\nb\tt\n", 65, "b.tsv:2: the reference is not that of a.tsv:2"),
    ("a\tr\nb\n", "a\tr\nb\ts\n", 65, "a.tsv:2: there is no tab"),
    ("a\tr\n", "a\tr\tx\n", 65, "b.tsv:1: there are 3 columns"),
    ("a\tr\n", "a\tr\nb\ts\n", 65, "b.tsv: 2 lines, but a.tsv has 1"),
    ("", "a\tr\n", 65, "a.tsv: is empty"),
  ])
  func badFilesAreNamed(first: String, second: String, code: Int32, message: String) async throws {
    let folder = CommandFolder()
    try folder.write("a.tsv", first)
    try folder.write("b.tsv", second)
    let result = try await CommandProcess.run(["compare", "a.tsv", "b.tsv"], in: folder.path)
    #expect(result.exitCode == code)
    #expect(result.error.hasPrefix("error: \(message)"), "\(result.error)")
    #expect(result.error.split(separator: "\n").count == 1)
  }

  @Test(arguments: [
    (["--metrics", "loss"], 64, "loss cannot be computed from text alone"),
    (["--metrics", "blue"], 64, "there is no metric \"blue\"; did you mean \"bleu\"?"),
    (["--tokenizer", "jamos"], 64, "--tokenizer is jamos; did you mean 'jamo'?"),
    (["--tokenizer", "unigram"], 64, "--tokenizer is unigram; choose from words"),
    (["--samples", "0"], 64, "--samples is 0"),
    (["--references", "nowhere"], 66, "nowhere: there is no such file"),
    (["--references", "."], 74, ".: is a folder"),
  ])
  func mistakesAreOneLine(options: [String], code: Int32, message: String) async throws {
    let folder = try Self.folder()
    let result = try await CommandProcess.run(
      ["compare", "worse.tsv", "better.tsv"] + options, in: folder.path)
    #expect(result.exitCode == code)
    #expect(result.error.hasPrefix("error: \(message)"), "\(result.error)")
  }
}
