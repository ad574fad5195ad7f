import Foundation
import Testing

struct BenchmarkProcessTests {
  private static let source = "a b c\n\nd\na a b c e\n"

  /// What it says of the output agrees with what `translate` writes.
  @Test(arguments: [1, 3]) func translationIsMeasured(beam: Int) async throws {
    let run = try await CommandModel.run()
    let folder = CommandFolder()
    try folder.write("in.txt", Self.source)
    let result = try await CommandProcess.run(
      [
        "benchmark", "--model", run, "--source", "in.txt", "--beam", "\(beam)", "--json",
        "--threads", "2",
      ], in: folder.path)
    #expect(result.exitCode == 0 && result.error.isEmpty, "\(result.error)")
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output)) as? [String: Any])
    #expect(object["beam"] as? Int == beam)
    #expect(object["sentences"] as? Int == 4)
    #expect(object["latency_sentences"] as? Int == 4)
    #expect(object["threads"] as? Int == 2)
    for key in ["loading_seconds", "sentences_per_second", "latency_median"] {
      #expect(try #require(object[key] as? Double) > 0, "\(key)")
    }
    let median = try #require(object["latency_median"] as? Double)
    #expect(try #require(object["latency_percentile95"] as? Double) >= median)
    let translated = try await CommandProcess.run(
      ["translate", run, "--beam", "\(beam)"], input: Array(Self.source.utf8))
    let words = translated.text.split(whereSeparator: \.isWhitespace).count
    #expect(words > 0)
    #expect(object["mean_output_tokens"] as? Double == Double(words) / 4)
  }

  @Test func theModelsOwnBeamAndATableForPeople() async throws {
    let folder = CommandFolder()
    try folder.write("in.txt", Self.source)
    let result = try await CommandProcess.run(
      ["benchmark", "--model", try await CommandModel.run(), "--source", "in.txt"],
      in: folder.path)
    #expect(result.exitCode == 0, "\(result.error)")
    #expect(
      result.lines.map { String($0.prefix { $0 != " " }) }
        == ["loading", "whole", "one", "output", "search", "model"])
    #expect(result.lines.contains("search            beam 5"))
    #expect(result.lines[1].hasSuffix("sentences/s (4 sentences, median of 3 passes)"))
  }

  static let mistakes: [([String], Int32, String)] = [
    (["--model", "m"], 64, "--source is missing; --model MODEL and --source FILE go together"),
    (["--source", "in"], 64, "--model is missing; --model MODEL and --source FILE go together"),
    (["--beam", "2"], 64, "--model is missing; --model MODEL and --source FILE go together"),
    (["--model", "m", "--source", "in", "--beam", "0"], 64, "--beam is 0; give 1 to 1000"),
    (["--model", "m", "--source", "in", "--beam", "-1"], 64, "--beam is -1; give 1 to 1000"),
    (["--model", "m", "--source", "in", "--beam", "1001"], 64, "--beam is 1001; give 1 to 1000"),
    (
      ["--model", "m", "--source", "nowhere"], 66,
      "nowhere: cannot be read (No such file or directory); check the path"
    ),
    (
      ["--model", "m", "--source", "."], 74,
      ".: cannot be read (Is a directory); give it a file, or the output of a command"
    ),
    (
      ["--model", "m", "--source", "empty"], 65, "empty: holds no lines; give a file with sentences"
    ),
    (
      ["--model", "m", "--source", "in"], 66, "m: there is no such file; check the path"
    ),
    (["--beams", "2"], 64, "there is no option '--beams' in benchmark; did you mean '--beam'?"),
  ]

  @Test(arguments: mistakes)
  func mistakesAreOneLine(arguments: [String], exitCode: Int32, message: String) async throws {
    let folder = CommandFolder()
    try folder.write("in", Self.source)
    try folder.write("empty", "")
    let result = try await CommandProcess.run(["benchmark"] + arguments, in: folder.path)
    #expect(result.exitCode == exitCode)
    #expect(result.error == "error: \(message)\n")
    #expect(result.output.isEmpty)
  }

  /// Text that no model has seen is translated like any other.
  @Test func hostileTextIsMeasuredToo() async throws {
    let folder = CommandFolder()
    try folder.write(
      "in", [0xFF, 0x00, 0x0A, 0x0D, 0x0A] + Array(String(repeating: "a ", count: 5_000).utf8))
    let result = try await CommandProcess.run(
      ["benchmark", "--model", try await CommandModel.run(), "--source", "in", "--json"],
      in: folder.path)
    #expect(result.exitCode == 0, "\(result.error)")
    #expect(result.text.contains("\"sentences\":3,"))
  }

  private struct Report: Decodable {
    struct Profile: Decodable { let entries: [Entry] }
    struct Entry: Decodable {
      let work: String
      let milliseconds: Double
      let share: Double
    }
    let profile: Profile?
    let threads: Int
    let precision: String
  }

  @Test func aProfileIsPartOfTheObject() async throws {
    let result = try await CommandProcess.run(
      ["benchmark", "--profile", "--json", "--updates", "1", "--threads", "1"])
    #expect(result.exitCode == 0, "\(result.error)")
    #expect(result.lines.count == 1)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let report = try decoder.decode(Report.self, from: Data(result.output))
    #expect(report.threads == 1 && report.precision == "float32")
    let entries = try #require(report.profile).entries
    for work in ["recurrent products", "backward of attention", "weight gradients", "optimizer"] {
      #expect(entries.contains { $0.work == work && $0.milliseconds > 0 }, "\(work)")
    }
    #expect(abs(entries.reduce(0) { $0 + $1.share } - 1) < 1e-3)
  }
}
