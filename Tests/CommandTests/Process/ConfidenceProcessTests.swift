import Foundation
import Testing

struct ConfidenceProcessTests {
  /// A folder with a model of its own, so that its calibration is nobody else's.
  private static func folder(calibrated: Bool = true) async throws -> CommandFolder {
    let trained = try await CommandModel.folder()
    let folder = CommandFolder()
    for name in ["run/model.safetensors", "train.tsv", "dev.tsv"] {
      try folder.write(String(name.split(separator: "/").last ?? ""), trained.read(name))
    }
    if calibrated {
      let result = try await CommandProcess.run(
        ["calibrate", ".", "--data", "train.tsv"], in: folder.path)
      try #require(result.exitCode == 0, "\(result.error)")
      #expect(result.lines.first?.hasPrefix("./calibration.json: fitted to 200 lines, ") == true)
    }
    return folder
  }

  @Test func confidencesOrderWhatTheModelIsSureOf() async throws {
    let folder = try await Self.folder()
    let input = Array("a b\n\nzzz yyy a a a b zzz zzz\n".utf8)
    let result = try await CommandProcess.run(
      ["translate", ".", "--confidence"], in: folder.path, input: input)
    #expect(result.exitCode == 0, "\(result.error)")
    let fields = result.lines.map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
    #expect(fields.count == 3 && fields.allSatisfy { $0.count == 2 })
    let confidences = fields.compactMap { Double($0[0]) }
    #expect(confidences.count == 3 && confidences.allSatisfy { 0...1 ~= $0 })
    #expect(fields[0][1] == "b a" && fields[1] == ["1.000000", ""])
    #expect(confidences[0] > confidences[2])
    // Between the two, and the line that is left empty is still a line.
    let threshold = String((confidences[0] + confidences[2]) / 2)
    let abstained = try await CommandProcess.run(
      ["translate", ".", "--abstain", threshold], in: folder.path, input: input)
    #expect(abstained.lines == ["b a", "", ""])
    #expect(abstained.error.hasSuffix("1 of 3 lines left empty: confidence below \(threshold)\n"))
    let both = try await CommandProcess.run(
      ["translate", ".", "--abstain", threshold, "--confidence"], in: folder.path, input: input)
    #expect(both.lines.map { $0.prefix { $0 != "\t" } } == fields.map { $0[0] })
    #expect(both.lines[2].hasSuffix("\t"))
  }

  @Test func evaluateShowsTheCalibrationError() async throws {
    let folder = try await Self.folder()
    let arguments = ["evaluate", ".", "--data", "dev.tsv", "--metrics", "exact_match"]
    let table = try await CommandProcess.run(arguments, in: folder.path)
    #expect(table.text.contains("calibration error "), "\(table.text)")
    let json = try await CommandProcess.run(arguments + ["--json"], in: folder.path)
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output)) as? [String: Any])
    let calibration = try #require(object["calibration"] as? [String: Any])
    #expect(calibration["lines"] as? Int == 20)
    let error = try #require(calibration["expected"] as? Double)
    #expect(0...100 ~= error)
    #expect((calibration["bins"] as? [Any])?.count == 10)
  }

  @Test func otherModelsAndSearchesAreNoticed() async throws {
    let folder = try await Self.folder()
    let wider = try await CommandProcess.run(
      ["translate", "model.safetensors", "--confidence", "--beam", "1"], in: folder.path,
      input: Array("a\n".utf8))
    #expect(wider.exitCode == 0)
    #expect(wider.error.hasPrefix("warning: calibration.json: the calibration was made with other"))
    let text = try String(decoding: folder.read("calibration.json"), as: UTF8.self)
    try folder.write("calibration.json", text.replacing("\"right\" : ", with: "\"right\" : 1"))
    for command in [["translate", ".", "--confidence"], ["evaluate", ".", "--data", "dev.tsv"]] {
      let damaged = try await CommandProcess.run(command, in: folder.path)
      #expect(damaged.exitCode == 65)
      #expect(damaged.error.hasPrefix("error: ./calibration.json: the calibration is damaged"))
    }
    try folder.write("calibration.json", text)
    // A model that was trained further is another model.
    let retrained = CommandFolder()
    try CommandModel.writeTask(in: retrained)
    let trained = try await CommandProcess.run(
      ["train", "config.yaml", "--output", "run", "--set", "training.updates=2"],
      in: retrained.path)
    try #require(trained.exitCode == 0, "\(trained.error)")
    try folder.write("model.safetensors", retrained.read("run/model.safetensors"))
    let other = try await CommandProcess.run(
      ["translate", ".", "--abstain", "0.5"], in: folder.path)
    #expect(other.exitCode == 65)
    #expect(other.error.contains("the calibration was made for another model"))
    let evaluated = try await CommandProcess.run(
      ["evaluate", ".", "--data", "dev.tsv"], in: folder.path)
    #expect(evaluated.exitCode == 0)
    #expect(evaluated.error.contains("made for another model and is left out"))
    #expect(!evaluated.text.contains("calibration"))
  }

  @Test(arguments: [
    (["--confidence"], 66, "./calibration.json: the model has no calibration"),
    (["--abstain", "1.5"], 64, "--abstain is 1.5; give 0 to 1"),
    (["--abstain", "nan"], 64, "--abstain is nan; give 0 to 1"),
    (["--confidence", "--scores"], 64, "--confidence goes without --scores"),
    (["--abstain", "0.5", "--n-best", "2"], 64, "--abstain goes without --n-best"),
  ])
  func mistakesAreOneLine(options: [String], code: Int32, message: String) async throws {
    let folder = try await Self.folder(calibrated: false)
    let result = try await CommandProcess.run(["translate", "."] + options, in: folder.path)
    #expect(result.exitCode == code)
    #expect(result.error.hasPrefix("error: \(message)"), "\(result.error)")
    #expect(result.output.isEmpty)
  }
}
