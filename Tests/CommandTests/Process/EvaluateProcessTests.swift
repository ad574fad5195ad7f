import Foundation
import Testing

struct EvaluateProcessTests {
  @Test func aTableForPeople() async throws {
    let folder = try await CommandModel.folder()
    let result = try await CommandProcess.run(
      ["evaluate", "run", "--data", "dev.tsv", "--beam", "2"], in: folder.path)
    #expect(result.exitCode == 0, "\(result.error)")
    #expect(result.lines.count == 3)
    #expect(result.lines[0].hasPrefix("exact_match "))
    #expect(result.lines[2].hasPrefix("20 lines, beam 2, length penalty 1.0, "))
  }

  @Test func oneObjectForPrograms() async throws {
    let folder = try await CommandModel.folder()
    let result = try await CommandProcess.run(
      [
        "evaluate", "run", "--data", "dev.tsv", "--json", "--metrics", "bleu,chrf,perplexity",
        "--length-penalty", "0.5",
      ], in: folder.path)
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output)) as? [String: Any])
    #expect(object.keys.sorted() == ["decoding", "lines", "metrics", "seconds"])
    #expect(object["lines"] as? Int == 20)
    let metrics = try #require(object["metrics"] as? [String: [String: Any]])
    #expect(metrics.keys.sorted() == ["bleu", "chrf", "perplexity"])
    #expect(metrics["bleu"]?["signature"] is String)
    let decoding = try #require(object["decoding"] as? [String: Any])
    #expect(decoding["length_penalty"] as? Double == 0.5)
    #expect(decoding["beam_size"] as? Int == 5)
  }

  @Test func hypothesesAreWrittenLineByLine() async throws {
    let folder = try await CommandModel.folder()
    let own = CommandFolder()
    try own.write("source", "a b\n\nc\n")
    try own.write("target", "b a\n\nc\n")
    // The second metric alone would need no search.
    for metric in ["exact_match", "perplexity"] {
      let result = try await CommandProcess.run(
        [
          "evaluate", folder.path("run"), "--source", "source", "--target", "target",
          "--hypotheses", "out", "--metrics", metric,
        ], in: own.path)
      #expect(result.exitCode == 0, "\(result.error)")
      #expect(try String(decoding: own.read("out"), as: UTF8.self) == "b a\n\nc\n")
    }
  }

  @Test(arguments: [("en", "What went wrong"), ("ko", "무엇이 틀렸나")])
  func aPageSaysWhatIsWrong(language: String, title: String) async throws {
    let folder = try await CommandModel.folder()
    let own = CommandFolder()
    try own.write("pairs.tsv", "a b\tb a\nzzz a\tnever seen\n\t\n")
    for metric in ["exact_match", "perplexity"] {
      let result = try await CommandProcess.run(
        [
          "evaluate", folder.path("run"), "--data", "pairs.tsv", "--report", "report.html",
          "--language", language, "--metrics", metric,
        ], in: own.path)
      #expect(result.exitCode == 0, "\(result.error)")
      let page = try String(decoding: own.read("report.html"), as: UTF8.self)
      for text in [title, metric, "zzz a", "never seen", "<html lang=\"\(language)\">"] {
        #expect(page.contains(text), "\(text)")
      }
      #expect(!page.contains("<script") && !page.contains("http"))
    }
  }

  @Test func whatCannotBeWrittenIsRefusedBeforeTheWork() async throws {
    let folder = try await CommandModel.folder()
    let result = try await CommandProcess.run(
      ["evaluate", "run", "--data", "dev.tsv", "--hypotheses", "nowhere/out"], in: folder.path)
    #expect(result.exitCode == 74)
    #expect(result.error.hasPrefix("error: nowhere/out: cannot be written"))
  }

  @Test func everyPairIsScored() async throws {
    let folder = try await CommandModel.folder()
    let result = try await CommandProcess.run(
      ["score", "run", "--data", "dev.tsv"], in: folder.path)
    #expect(result.exitCode == 0, "\(result.error)")
    #expect(result.lines.count == 20)
    let pairs = try String(decoding: folder.read("dev.tsv"), as: UTF8.self)
      .split(separator: "\n")
    var (sum, tokens) = (0.0, 0)
    for (line, pair) in zip(result.lines, pairs) {
      let fields = line.split(separator: "\t")
      let logProbability = try #require(fields.first.flatMap { Double($0) })
      #expect(logProbability < 0)
      let count = pair.split(separator: "\t")[1].split(separator: " ").count + 1
      #expect(fields.last == "\(count)")
      sum += logProbability
      tokens += count
    }
    let perplexity = exp(-sum / Double(tokens))
    #expect(
      result.error.hasPrefix("perplexity \(String(format: "%.3f", perplexity))"),
      "\(result.error) \(perplexity)")
  }

  @Test func aScoreIsThatOfTheTranslation() async throws {
    let run = try await CommandModel.run()
    let folder = CommandFolder()
    let translated = try await CommandProcess.run(
      ["translate", run, "--scores"], input: Array("a b c\n".utf8))
    let fields = try #require(translated.lines.first).split(separator: "\t")
    try folder.write("pairs.tsv", "a b c\t\(fields[1])\n")
    let scored = try await CommandProcess.run(
      ["score", run, "--data", "pairs.tsv"], in: folder.path)
    #expect(scored.lines.first?.hasPrefix(fields[0] + "\t") == true, "\(scored.text)")
  }

  @Test func emptySidesAreScored() async throws {
    let folder = CommandFolder()
    try folder.write("pairs.tsv", "\ta\na\t\n\t\na\ta\n")
    let result = try await CommandProcess.run(
      ["score", try await CommandModel.run(), "--data", "pairs.tsv"], in: folder.path)
    #expect(result.exitCode == 0, "\(result.error)")
    #expect(result.lines.compactMap { $0.split(separator: "\t").last } == ["2", "1", "1", "2"])
    #expect(
      result.error.hasPrefix("warning: pairs.tsv: 3 lines with an empty side (1, 2, 3)\n"))
  }

  /// A line that is left out would move all later scores.
  @Test func aLineWithoutATabIsNoPair() async throws {
    let folder = CommandFolder()
    try folder.write("pairs.tsv", "a\ta\nb\n")
    let result = try await CommandProcess.run(
      ["score", try await CommandModel.run(), "--data", "pairs.tsv"], in: folder.path)
    #expect(result.exitCode == 65)
    #expect(
      result.error
        == "error: pairs.tsv:2: there is no tab; write SOURCE<TAB>TARGET on each line\n")
  }
}
