import Foundation
import Testing

struct TrainProcessTests {
  private func task() throws -> CommandFolder {
    let folder = CommandFolder()
    try CommandModel.writeTask(in: folder)
    return folder
  }

  @Test func aRunSaysWhatItDoes() async throws {
    let folder = try task()
    try folder.write("train.tsv", try folder.read("train.tsv") + Array("no tab\n".utf8))
    let result = try await CommandProcess.run(["train", "config.yaml"], in: folder.path)
    #expect(result.exitCode == 0, "\(result.error)")
    #expect(result.output.isEmpty)
    for expected in [
      "train.tsv: 201 lines, 200 pairs kept\n", "  1 without a tab, left out (line 201)\n",
      " updates\n", "epoch 1  update 5  loss ", "validation after update 7, epoch 1: loss ",
      "(best so far)\n", "done: 84 updates in all, ", "the model is runs/reverse/model.safetensors",
      " translate runs/reverse\n", " evaluate runs/reverse --data dev.tsv\n",
    ] {
      #expect(result.error.contains(expected), "\(expected) in \(result.error)")
    }
    // Lines stay plain where there is no terminal.
    #expect(!result.error.contains("\r") && !result.error.contains("\u{1B}"))
    #expect(folder.holds("runs/reverse/model.safetensors"))
    #expect(folder.holds("runs/reverse/checkpoint.safetensors"))
    try await aFinishedRunIsLeftAlone(folder)
  }

  private func aFinishedRunIsLeftAlone(_ folder: CommandFolder) async throws {
    let model = try folder.read("runs/reverse/model.safetensors")
    let again = try await CommandProcess.run(["train", "config.yaml"], in: folder.path)
    #expect(again.exitCode == 64)
    #expect(
      again.error == "error: runs/reverse: the folder holds a run already; "
        + "add --resume to go on with it, or give another --output\n")
    let resumed = try await CommandProcess.run(
      ["train", "config.yaml", "--resume"], in: folder.path)
    #expect(resumed.exitCode == 0)
    #expect(resumed.error.contains("runs/reverse: this run is finished, nothing is left to do\n"))
    try FileManager.default.removeItem(atPath: folder.path("runs/reverse/checkpoint.safetensors"))
    let alone = try await CommandProcess.run(["train", "config.yaml"], in: folder.path)
    #expect(alone.exitCode == 64)
    #expect(alone.error.contains("the folder holds a model already"))
    #expect(try folder.read("runs/reverse/model.safetensors") == model)
  }

  @Test(arguments: [(SIGINT, 130), (SIGTERM, 143), (SIGHUP, 129)] as [(Int32, Int32)])
  func aSignalSavesACheckpoint(signal: Int32, code: Int32) async throws {
    let folder = try task()
    let long = ["--set", "training.epochs=100000", "--set", "training.early_stopping.patience=0"]
    let process = try CommandProcess(
      ["train", "config.yaml", "--output", "run"] + long, in: folder.path)
    try await process.waitForError("update 5 ")
    process.send(signal)
    let result = try await process.result()
    #expect(result.exitCode == code, "\(result.error)")
    #expect(result.error.contains("a checkpoint is saved; go on with\n"))
    let command = try #require(
      result.error.split(separator: "\n").last
    ).split(separator: " ").map(String.init)
    #expect(
      Array(command.dropFirst()) == ["train", "config.yaml", "--output", "run"] + long + [
        "--resume"
      ])
    #expect(folder.holds("run/checkpoint.safetensors"))
    let resumed = try await CommandProcess.run(
      ["train", "config.yaml", "--output", "run", "--resume", "--set", "training.updates=90"],
      in: folder.path)
    #expect(resumed.exitCode == 0, "\(resumed.error)")
    #expect(resumed.error.contains("going on after update "))
    #expect(folder.holds("run/model.safetensors"))
  }

  /// `timeout` sends its signal to the process and then to its group.
  @Test func signalsThatComeTogetherAreOne() async throws {
    let folder = try task()
    let process = try CommandProcess(
      [
        "train", "config.yaml", "--output", "run", "--set", "training.epochs=100000",
        "training.early_stopping.patience=0",
      ], in: folder.path)
    try await process.waitForError("update 5 ")
    for _ in 0..<3 {
      process.send(SIGTERM)
      process.send(SIGINT)
    }
    let result = try await process.result()
    #expect([130, 143].contains(result.exitCode))
    #expect(result.error.contains("a checkpoint is saved"))
  }

  @Test func resumingWithoutACheckpointStartsAnew() async throws {
    let folder = try task()
    let result = try await CommandProcess.run(
      ["train", "config.yaml", "--output", "run", "--resume", "--set", "training.epochs=1"],
      in: folder.path)
    #expect(result.exitCode == 0, "\(result.error)")
    #expect(result.error.contains("run: there is no checkpoint yet, starting from the beginning\n"))
  }

  @Test func mistakesAreOneLineWithTheirPlace() async throws {
    let folder = try task()
    try folder.write("wrong.yaml", "data: {train: train.tsv}\ntraining: {epoks: 3}\n")
    try folder.write("lost.yaml", "data: {train: nowhere.tsv}\n")
    try folder.write("bad.yaml", "data: {train: bad.tsv}\n")
    try folder.write("bad.tsv", "no\ntab\n")
    let cases: [(arguments: [String], code: Int32, start: String)] = [
      (["missing.yaml"], 66, "error: missing.yaml: there is no such configuration"),
      (["wrong.yaml"], 64, "error: wrong.yaml:2: unknown key 'epoks' in training; did you mean"),
      (["lost.yaml"], 66, "error: nowhere.tsv: there is no such file"),
      (["bad.yaml"], 65, "error: bad.tsv:1: no line has two columns"),
      (["config.yaml", "--set", "nonsense"], 64, "error: --set nonsense: no 'key=value'"),
      (["config.yaml", "--output", "/dev/null/x"], 74, "error: /dev/null/x: "),
      (["config.yaml", "--threads", "0"], 64, "error: --threads is 0"),
    ]
    for (arguments, code, start) in cases {
      let result = try await CommandProcess.run(["train"] + arguments, in: folder.path)
      #expect(result.exitCode == code, "\(arguments): \(result.error)")
      #expect(result.error.hasPrefix(start), "\(result.error)")
      #expect(result.error.filter { $0 == "\n" }.count == 1)
    }
  }

  @Test func theDefaultFolderIsNamedByNameOrFile() async throws {
    let folder = try task()
    try folder.write("own name.yaml", "data: {train: train.tsv}\ntraining: {updates: 1}\n")
    let small = ["--set", "model.hidden_size=4", "--set", "model.embedding_size=4"]
    for (override, expected) in [("name: ", "own name"), ("name: ../../up", "..-..-up")] {
      let name = override.dropFirst("name: ".count)
      let settings = name.isEmpty ? [] : ["--set", "name=\(name)"]
      let result = try await CommandProcess.run(
        ["train", "own name.yaml"] + small + settings, in: folder.path)
      #expect(result.exitCode == 0, "\(result.error)")
      #expect(folder.holds("runs/\(expected)/model.safetensors"))
    }
  }
}
