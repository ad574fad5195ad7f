import Foundation
import Testing

struct ShortlistProcessTests {
  private static func folder() async throws -> CommandFolder {
    let trained = try await CommandModel.folder()
    let folder = CommandFolder()
    for name in ["run/model.safetensors", "train.tsv", "dev.tsv"] {
      try folder.write(String(name.split(separator: "/").last ?? ""), trained.read(name))
    }
    let result = try await CommandProcess.run(
      ["shortlist", ".", "--data", "train.tsv", "--output", "list.tsv", "--common", "1"],
      in: folder.path)
    #expect(result.exitCode == 0, "\(result.error)")
    #expect(result.lines.first?.hasPrefix("list.tsv: ") == true)
    #expect(result.lines.first?.contains("which cover 100.00 % of these pairs'") == true)
    return folder
  }

  @Test func translationsAreTheSameWhereTheListHoldsThem() async throws {
    let folder = try await Self.folder()
    let input = Array("a b\n\na a a b\n".utf8)
    let plain = try await CommandProcess.run(["translate", "."], in: folder.path, input: input)
    let listed = try await CommandProcess.run(
      ["translate", ".", "--shortlist", "list.tsv"], in: folder.path, input: input)
    #expect(listed.exitCode == 0 && listed.error == "", "\(listed.error)")
    #expect(listed.lines == plain.lines)
    for arguments in [
      ["evaluate", ".", "--data", "dev.tsv", "--shortlist", "list.tsv"],
      ["benchmark", "--model", ".", "--source", "dev.tsv", "--shortlist", "list.tsv"],
    ] {
      let result = try await CommandProcess.run(arguments, in: folder.path)
      #expect(result.exitCode == 0, "\(result.error)")
    }
  }

  @Test func mistakesAreNamed() async throws {
    let folder = try await Self.folder()
    try folder.write("other.tsv", Array("swift-seq2seq shortlist 1\n\nnowhere\ta\n".utf8))
    for (arguments, code, message) in [
      (["--shortlist", "other.tsv"], 65, "other.tsv:3: the model has no source token 'nowhere'"),
      (["--shortlist", "train.tsv"], 65, "train.tsv: is not a shortlist"),
      (["--shortlist", "missing.tsv"], 66, "missing.tsv"),
      (
        ["--shortlist", "list.tsv", "--set", "decoding.strategy=sampling"], 64,
        "a shortlist does not go with sampling"
      ),
      (["--shortlist", "list.tsv", "--confidence"], 64, "--confidence goes without --shortlist"),
    ] as [([String], Int32, String)] {
      let result = try await CommandProcess.run(
        ["translate", "."] + arguments, in: folder.path, input: Array("a\n".utf8))
      #expect(result.exitCode == code, "\(result.error)")
      #expect(result.error.contains(message), "\(result.error)")
    }
    let negative = try await CommandProcess.run(
      ["shortlist", ".", "--data", "train.tsv", "--output", "x", "--each", "-1"], in: folder.path)
    #expect(negative.exitCode == 64 && negative.error.contains("--each is -1"))
  }
}
