import Foundation
import Testing

/// What `translate`, `evaluate` and `score` make of the keys of `decoding`, of prefixes and of several models.
struct SearchOptionProcessTests {
  private func translate(_ input: String, _ options: String...) async throws
    -> CommandProcess.Result
  {
    try await CommandProcess.run(
      ["translate", try await CommandModel.run()] + options, input: Array(input.utf8))
  }

  @Test func keysOfDecodingAreSet() async throws {
    let plain = try await translate("a b\n", "--set", "decoding.beam_size=2", "--beam", "3")
    #expect(plain.text == "b a\n")
    let long = try await translate("a b\n", "--set", "decoding.min_length=5")
    #expect((long.lines.first?.split(separator: " ").count ?? 0) >= 5)
    let list = try await translate("a b\nc\n", "--set", "decoding.n_best=2")
    #expect(list.lines.map { $0.prefix(6) } == ["0 ||| ", "0 ||| ", "1 ||| ", "1 ||| "])
    let wrong = try await translate("a b\n", "--set", "decoding.beam_siez=2")
    #expect(wrong.exitCode == 64)
    #expect(
      wrong.error == "error: --set decoding.beam_siez=2: unknown key 'beam_siez' in decoding; "
        + "did you mean 'beam_size'?\n")
    #expect(wrong.output.isEmpty)
  }

  /// More lines than are read at once, and the same line again.
  @Test func samplesFollowFromTheNumberOfTheLine() async throws {
    let input = String(repeating: "a b c\n", count: 1_500)
    let sampling = ["--set", "decoding.strategy=sampling", "--set", "decoding.temperature=3"]
    let run = try await CommandModel.run()
    let all = try await CommandProcess.run(
      ["translate", run, "--threads", "3"] + sampling, input: Array(input.utf8))
    let one = try await CommandProcess.run(
      ["translate", run, "--threads", "1"] + sampling, input: Array(input.utf8))
    #expect(all.lines.count == 1_500)
    #expect(all.text == one.text)
    #expect(Set(all.lines).count > 20)
    let other = try await CommandProcess.run(
      ["translate", run] + sampling + ["--set", "decoding.seed=2"], input: Array(input.utf8))
    #expect(other.text != all.text)
    let few = try await CommandProcess.run(
      ["translate", run] + sampling, input: Array("\nzz\na b c\n".utf8))
    #expect(few.lines.last == all.lines[2])
  }

  @Test func prefixesComeFirst() async throws {
    let found = try await translate(
      "a b\tc\na b\na b\t\n\td e\n\n\t\na b\tzzz 사랑\tx\n", "--forced-prefix")
    #expect(found.exitCode == 0, "\(found.error)")
    #expect(found.lines.count == 7)
    #expect(found.lines[0].hasPrefix("c"))
    #expect(found.lines[1] == "b a" && found.lines[2] == "b a")
    #expect(found.lines[3].hasPrefix("d e"))
    #expect(found.lines[4].isEmpty && found.lines[5].isEmpty)
    #expect(found.lines[6].hasPrefix("zzz 사랑 x"))
    // Without the option a tab is white space.
    #expect(try await translate("a\tb\n").text == "b a\n")
  }

  @Test func severalModelsAnswerTogether() async throws {
    let folder = try await CommandModel.folder()
    let own = CommandFolder()
    try CommandModel.writeTask(in: own)
    let trained = try await CommandProcess.run(
      ["train", "config.yaml", "--output", "second", "--set", "training.seed=5"], in: own.path)
    #expect(trained.exitCode == 0, "\(trained.error)")
    let (run, second) = (folder.path("run"), own.path("second"))
    let input = Array("a b c\n\nzz\n".utf8)
    let both = try await CommandProcess.run(
      ["translate", run, "--ensemble", second, run, "--scores"], input: input)
    #expect(both.exitCode == 0, "\(both.error)")
    #expect(both.lines.count == 3)
    #expect(both.lines[0].hasSuffix("\tc b a"))
    try own.write("pair.tsv", "a b c\tc b a\n")
    let scored = try await CommandProcess.run(
      ["score", run, "--ensemble", second, "--ensemble", run, "--data", "pair.tsv"], in: own.path)
    #expect(scored.text == (both.lines[0].split(separator: "\t").first ?? "") + "\t4\n")
    let evaluated = try await CommandProcess.run(
      [
        "evaluate", run, "--data", "pair.tsv", "--ensemble", second, "--metrics", "exact_match",
        "--set", "decoding.length_penalty_kind=average",
      ], in: own.path)
    #expect(evaluated.lines.last?.hasPrefix("1 line, beam 5, average length penalty, ") == true)
    let loss = try await CommandProcess.run(
      [
        "evaluate", run, "--data", "pair.tsv", "--ensemble", second, "--metrics", "perplexity",
      ], in: own.path)
    #expect(loss.exitCode == 64)
    #expect(loss.error.hasPrefix("error: loss, perplexity and accuracy are those of one model"))
  }

  @Test func modelsThatDoNotGoTogetherAreNamed() async throws {
    let run = try await CommandModel.run()
    let own = CommandFolder()
    try CommandModel.writeTask(in: own)
    try own.write("train.tsv", "a\tx\nb\ty\n")
    let trained = try await CommandProcess.run(
      ["train", "config.yaml", "--output", "other", "--set", "training.epochs=1"], in: own.path)
    #expect(trained.exitCode == 0, "\(trained.error)")
    let other = own.path("other")
    let refused = try await CommandProcess.run(
      ["translate", run, "--ensemble", other], input: Array("a\n".utf8))
    #expect(refused.exitCode == 64)
    #expect(
      refused.error == "error: \(other): the source vocabulary is not that of the first model of "
        + "the ensemble; take models that were trained on the same data with the same data "
        + "section\n")
    let missing = try await CommandProcess.run(["translate", run, "--ensemble", "nowhere"])
    #expect(missing.exitCode == 66)
  }

  @Test func temperatureCountsInScores() async throws {
    let run = try await CommandModel.run()
    let own = CommandFolder()
    let hot = ["--set", "decoding.temperature=2.5"]
    let translated = try await CommandProcess.run(
      ["translate", run, "--scores"] + hot, input: Array("a b c\n".utf8))
    let fields = try #require(translated.lines.first).split(separator: "\t")
    try own.write("pair.tsv", "a b c\t\(fields[1])\n")
    let scored = try await CommandProcess.run(
      ["score", run, "--data", "pair.tsv"] + hot, in: own.path)
    #expect(scored.lines.first?.hasPrefix(fields[0] + "\t") == true, "\(scored.text)")
    let cold = try await CommandProcess.run(["score", run, "--data", "pair.tsv"], in: own.path)
    #expect(cold.lines != scored.lines)
  }
}
