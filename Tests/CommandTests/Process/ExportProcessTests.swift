import Foundation
import Testing

/// `export --int8`, what can be done with the file, and `--precision`.
struct ExportProcessTests {
  private static let model = "int8.safetensors"

  /// A folder with the trained model, its data and its exported form.
  private static func folder() async throws -> CommandFolder {
    let trained = try await CommandModel.folder()
    let folder = CommandFolder()
    for name in ["run/model.safetensors", "train.tsv", "dev.tsv", "config.yaml"] {
      try folder.write(String(name.split(separator: "/").last ?? ""), trained.read(name))
    }
    let result = try await CommandProcess.run(
      ["export", ".", "--int8", model, "--data", "train.tsv"], in: folder.path)
    try #require(result.exitCode == 0 && result.output.isEmpty, "\(result.error)")
    #expect(result.error.hasPrefix("\(model): ") && result.error.hasSuffix(" bytes\n"))
    return folder
  }

  @Test func exportedModelsAreOrdinaryModels() async throws {
    let folder = try await Self.folder()
    let input = Array("a b c\n\nd d e a\n".utf8)
    let translated = try await CommandProcess.run(
      ["translate", Self.model, "--scores"], in: folder.path, input: input)
    #expect(translated.exitCode == 0 && translated.error.isEmpty, "\(translated.error)")
    #expect(
      translated.lines.map { $0.split(separator: "\t", omittingEmptySubsequences: false)[1] }
        == ["c b a", "", "a e d d"])
    // Alone a line has the score that it has in company.
    let alone = try await CommandProcess.run(
      ["translate", Self.model, "--scores", "--threads", "1"], in: folder.path,
      input: Array("d d e a\n".utf8))
    #expect(alone.lines == [translated.lines[2]])
    for arguments in [
      ["evaluate", Self.model, "--data", "dev.tsv", "--metrics", "exact_match,loss"],
      ["score", Self.model, "--data", "dev.tsv"], ["explain", Self.model, "a b"],
    ] {
      let result = try await CommandProcess.run(arguments, in: folder.path)
      #expect(result.exitCode == 0, "\(result.error)")
    }
    #expect(
      try folder.read(Self.model).count < folder.read("model.safetensors").count,
      "8-bit weights take more room than 32-bit ones")
  }

  @Test func precisions() async throws {
    let folder = try await Self.folder()
    func scores(_ arguments: [String]) async throws -> [Double] {
      let result = try await CommandProcess.run(
        ["score"] + arguments + ["--data", "dev.tsv"], in: folder.path)
      #expect(result.exitCode == 0, "\(result.error)")
      return result.lines.compactMap { Double($0.prefix { $0 != "\t" }) }
    }
    let plain = try await scores(["."])
    #expect(try await scores([".", "--precision", "float32"]) == plain)
    let quantized = try await scores([".", "--precision", "int8"])
    #expect(quantized != plain && quantized.count == plain.count)
    let exported = try await scores([Self.model])
    #expect(try await scores([Self.model, "--precision", "int8"]) == exported)
    #expect(try await scores([Self.model, "--precision", "float32"]) != exported)
    for command in ["translate", "evaluate", "score"] {
      let data = command == "translate" ? [] : ["--data", "dev.tsv"]
      let wrong = try await CommandProcess.run(
        [command, ".", "--precision", "int16"] + data, in: folder.path)
      #expect(wrong.error == "error: --precision is int16; choose from float32, bfloat16, int8\n")
      #expect(wrong.exitCode == 64)
    }
  }

  @Test func mistakesAreOneLine() async throws {
    let folder = try await Self.folder()
    try folder.write("none.tsv", "")
    try folder.write("tokens", "<unk>\n<s>\n</s>\na\n")
    let before = try folder.read(Self.model)
    let cases: [([String], Int32, String)] = [
      (["export", "."], 64, "no form is given; add --int8 FILE"),
      (
        ["export", ".", "--int8", Self.model], 64,
        "\(Self.model): is there already; give another --int8, or remove it"
      ),
      (["export", Self.model, "--int8", "again"], 64, "the weights of the model are int8 already"),
      (["export", "nowhere", "--int8", "new"], 66, "nowhere: "),
      (["export", ".", "--int8", "no/folder"], 74, "no/folder: "),
      (["export", ".", "--int8", "new", "--data", "no.tsv"], 66, "no.tsv: "),
      (["export", ".", "--int8", "new", "--data", "none.tsv"], 65, "none.tsv: is empty"),
      (["export", ".", "--int8", "new", "--source", "dev.tsv"], 64, "--target is missing"),
      (["export", ".", "--onnx", "new"], 64, "there is no option '--onnx' in export"),
      (
        [
          "import", Self.model, "--configuration", "config.yaml", "--source-vocabulary", "tokens",
          "--target-vocabulary", "tokens", "--output", "new",
        ], 65, "\(Self.model): is a model of swift-seq2seq already"
      ),
    ]
    for (arguments, code, text) in cases {
      let result = try await CommandProcess.run(arguments, in: folder.path)
      #expect(result.exitCode == code, "\(arguments): \(result.error)")
      #expect(result.error.hasPrefix("error: ") && result.error.contains(text), "\(result.error)")
      #expect(result.error.filter { $0 == "\n" }.count == 1)
      #expect(!folder.holds("new") && !folder.holds("again"))
    }
    #expect(try folder.read(Self.model) == before)
  }

  /// A run whose model was replaced by an 8-bit one does not go on.
  @Test func nothingIsTrainedFurther() async throws {
    let folder = try await Self.folder()
    let trained = try await CommandModel.folder()
    try FileManager.default.createDirectory(
      atPath: folder.path("run"), withIntermediateDirectories: true)
    try folder.write("run/checkpoint.safetensors", trained.read("run/checkpoint.safetensors"))
    try folder.write("run/model.safetensors", folder.read(Self.model))
    let result = try await CommandProcess.run(
      ["train", "config.yaml", "--output", "run", "--resume"], in: folder.path)
    #expect(result.exitCode == 64)
    #expect(
      result.error.hasPrefix(
        "error: run/model.safetensors: a model with int8 weights cannot be trained further; "))
    #expect(result.error.filter { $0 == "\n" }.count == 1)
  }
}
