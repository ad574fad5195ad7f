import Foundation
import Testing

/// `import` and what can be done with the model.
@Suite struct ImportProcessTests {
  private static let fixture = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "ModelsTests/Fixtures/import-lstm").path
  private let folder = CommandFolder()

  private func arguments(_ change: [String: String] = [:]) throws -> [String] {
    try folder.write(
      "config.yaml",
      """
      model:
        cell: lstm
        embedding_size: 3
        encoder: {layers: 2, hidden_size: 4}
        decoder: {layers: 2, hidden_size: 5}
      """)
    var options = [
      "--configuration": "config.yaml", "--source-vocabulary": "\(Self.fixture)/source.txt",
      "--target-vocabulary": "\(Self.fixture)/target.txt", "--output": "model.safetensors",
    ]
    options.merge(change) { $1 }
    return ["import", "\(Self.fixture)/weights.safetensors"]
      + options.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
  }

  @Test func importedModelsAreOrdinaryModels() async throws {
    let result = try await CommandProcess.run(try arguments(), in: folder.path)
    #expect(result.exitCode == 0 && result.output.isEmpty)
    #expect(
      result.error.hasPrefix("model.safetensors: ")
        && result.error.hasSuffix("11 source and 10 target tokens\n"))
    let translated = try await CommandProcess.run(
      ["translate", "model.safetensors", "--max-length", "5"], in: folder.path,
      input: Array("a b c\n\ng\n".utf8))
    #expect(translated.exitCode == 0 && translated.lines.count == 3, "\(translated.error)")
    try folder.write("pairs.tsv", "a b c\tu v\ng\tz y x w\n")
    for command in ["evaluate", "score"] {
      let result = try await CommandProcess.run(
        [command, "model.safetensors", "--data", "pairs.tsv"], in: folder.path)
      #expect(result.exitCode == 0, "\(result.error)")
    }
    let again = try await CommandProcess.run(try arguments(), in: folder.path)
    #expect(
      again.error
        == "error: model.safetensors: is there already; give another --output, or remove it\n"
    )
    #expect(again.exitCode == 64)
  }

  /// A folder as output is a run folder.
  @Test func intoAFolder() async throws {
    let result = try await CommandProcess.run(try arguments(["--output": "."]), in: folder.path)
    #expect(result.exitCode == 0 && folder.holds("model.safetensors"))
  }

  @Test func mistakesAreOneLine() async throws {
    try folder.write("letters.txt", "a\nb\n")
    let cases: [([String: String], Int32, String)] = [
      (
        ["--set": "model.encoder.layers=1"], 65,
        "has no place for encoder.rnn.bias_hh_l1, encoder.rnn.bias_hh_l1_reverse"
      ),
      (["--set": "model.cell=gru"], 65, "encoder.rnn.weight_ih_l0 is [16, 3], not [12, 3]"),
      (["--configuration": "none.yaml"], 66, "there is no such configuration"),
      (["--source-vocabulary": "none.txt"], 66, "none.txt: there is no such file"),
      (["--source-vocabulary": "letters.txt"], 65, "names none of <pad>, <unk>, <s> and </s>"),
      (
        ["--target-vocabulary": "\(Self.fixture)/source.txt"], 65,
        "decoder.embedding.weight is [10, 3], not [11, 3]"
      ),
      (["--output": "no/folder"], 74, "create the folder it is to lie in"),
    ]
    for (change, code, text) in cases {
      let result = try await CommandProcess.run(try arguments(change), in: folder.path)
      #expect(result.exitCode == code, "\(result.error)")
      #expect(result.error.hasPrefix("error: ") && result.error.contains(text), "\(result.error)")
      #expect(result.error.filter { $0 == "\n" }.count == 1)
    }
    #expect(!folder.holds("model.safetensors"))
  }
}
