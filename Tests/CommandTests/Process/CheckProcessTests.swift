import Foundation
import Testing

struct CheckProcessTests {
  private static func folder() throws -> CommandFolder {
    let folder = CommandFolder()
    try folder.write("train.tsv", "a b\tx\na b\ty\nb\tx\nbad\n")
    try folder.write("dev.tsv", "b\tx\n가 a\tx\n")
    try folder.write(
      "config.yaml",
      "data: {train: train.tsv, validation: dev.tsv, source: {tokenizer: characters}}\n")
    return folder
  }

  @Test func aReportForPeople() async throws {
    let folder = try Self.folder()
    let result = try await CommandProcess.run(["check", "train.tsv", "dev.tsv"], in: folder.path)
    #expect(result.exitCode == 0, "\(result.error)")
    #expect(result.error.isEmpty)
    for text in [
      "Files\n", "Coverage by the vocabulary of train.tsv\n", "66.67 %",
      "U+AC00", "HANGUL SYLLABLE GA", "a b → x (line 1), y (line 2)",
      "train.tsv:4: no tab, left out\n", "In two files\n",
    ] {
      #expect(result.text.contains(text), "\(text) in \(result.text)")
    }
  }

  @Test func oneObjectForPrograms() async throws {
    let folder = try Self.folder()
    let result = try await CommandProcess.run(
      ["check", "--configuration", "config.yaml", "--json"], in: folder.path)
    #expect(result.exitCode == 0, "\(result.error)")
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output)) as? [String: Any])
    #expect(object.keys.sorted() == ["overlaps", "splits"])
    let splits = try #require(object["splits"] as? [[String: Any]])
    #expect(splits.map { $0["name"] as? String } == ["train.tsv", "dev.tsv"])
    let source = try #require(splits[1]["source"] as? [String: Any])
    // Characters, as the configuration says: b, and 가, the space, a.
    #expect(source["tokens"] as? Int == 4)
    #expect(source["token_coverage"] as? Double == 75)
    let symbols = try #require(source["unseen_symbols"] as? [[String: Any]])
    #expect(symbols.map { $0["code_point"] as? String } == ["U+AC00"])
  }

  @Test func subwordModelsAreTrainedAsInTraining() async throws {
    let folder = CommandFolder()
    let lines = (0..<200).map { "lower newest widest \($0 % 7)\tlow new wide\n" }
    try folder.write("train.tsv", lines.joined())
    try folder.write("dev.tsv", "lowest\tlow\n")
    let result = try await CommandProcess.run(
      ["check", "train.tsv", "dev.tsv", "--source-tokenizer", "bpe", "--json"], in: folder.path)
    #expect(result.exitCode == 0, "\(result.error)")
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output)) as? [String: Any])
    let dev = try #require((object["splits"] as? [[String: Any]])?.last)
    // A word that was never seen, of pieces that were.
    #expect((dev["source"] as? [String: Any])?["token_coverage"] as? Double == 100)
  }

  @Test(arguments: [
    (["check"], 64, "no data are given; name the files"),
    (["check", "nowhere.tsv"], 66, "nowhere.tsv: there is no such file"),
    (["check", "train.tsv", "empty.tsv"], 65, "empty.tsv: is empty"),
    (
      ["check", "train.tsv", "--source-tokenizer", "jamos"], 64,
      "--source-tokenizer is jamos; did you mean 'jamo'?"
    ),
    (["check", "train.tsv", "--tokenizer", "x"], 64, "there is no option '--tokenizer' in check"),
    (
      ["check", "--train", "train.tsv"], 64,
      "there is no option '--train' in check; name the files without an option"
    ),
    (["doctor", "train.tsv"], 64, "there is no command 'doctor'; did you mean 'check'?"),
  ])
  func mistakesAreOneLine(arguments: [String], code: Int32, message: String) async throws {
    let folder = try Self.folder()
    try folder.write("empty.tsv", "")
    let result = try await CommandProcess.run(arguments, in: folder.path)
    #expect(result.exitCode == code)
    #expect(result.error.hasPrefix("error: \(message)"), "\(result.error)")
    #expect(result.error.split(separator: "\n").count == 1)
    #expect(result.output.isEmpty)
  }
}
