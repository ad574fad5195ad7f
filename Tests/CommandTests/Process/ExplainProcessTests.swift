import Foundation
import Seq2Seq
import Testing

struct ExplainProcessTests {
  @Test func aTerminalGetsAllStations() async throws {
    let run = try await CommandModel.run()
    let result = try await CommandProcess.run(
      ["explain", run, "a b \u{1B}[31m", "--reference", "b a", "--beam", "3"])
    #expect(result.exitCode == 0, "\(result.error)")
    for heading in [
      "Tokens of ", "Encoder layer 1, forward", "Encoder layer 1, backward", "Context: all_states",
      "Decoder layer 1", "Attention (general)", "Softmax, step by step", "Beam of 3",
      "Reference: b a", "Verdict: ",
    ] {
      #expect(result.lines.contains { $0.hasPrefix(heading) }, "\(heading)")
    }
    // Neither colours nor what the text would do to a terminal.
    #expect(!result.text.contains("\u{1B}"))
  }

  @Test func jsonSaysWhatTranslateSays() async throws {
    let run = try await CommandModel.run()
    let result = try await CommandProcess.run(["explain", run, "a b c", "--json"])
    #expect(result.exitCode == 0, "\(result.error)")
    #expect(result.lines.count == 1)
    let explanation = try Explanation(json: result.text)
    let translation = try await CommandProcess.run(
      ["translate", run, "--scores"], input: Array("a b c\n".utf8))
    let expected = String(format: "%.6f", explanation.output.logProbability)
    #expect(translation.lines == ["\(expected)\t\(explanation.output.text)"[...]])
    #expect(explanation.reference == nil)
  }

  @Test(arguments: ["ko", "en"]) func aPageIsWritten(_ language: String) async throws {
    let (run, folder) = (try await CommandModel.run(), CommandFolder())
    let result = try await CommandProcess.run(
      ["explain", run, "a b", "--html", "page.html", "--language", language], in: folder.path)
    #expect(result.exitCode == 0, "\(result.error)")
    #expect(result.output.isEmpty)
    let page = String(decoding: try folder.read("page.html"), as: UTF8.self)
    #expect(page.contains("<html lang=\"\(language)\">") && page.contains("<svg"))
  }

  @Test(arguments: [
    (["--json", "--html", "x"], 64), (["--beam", "0"], 64), (["--candidates", "-1"], 64),
    (["--language", "xx"], 64), (["--html", "missing/folder/page.html"], 74),
  ])
  func mistakesAreOneLine(_ arguments: [String], _ code: Int) async throws {
    let result = try await CommandProcess.run(
      ["explain", try await CommandModel.run(), "a"] + arguments)
    #expect(result.exitCode == Int32(code))
    #expect(result.output.isEmpty)
    #expect(result.error.hasPrefix("error: ") && result.error.split(separator: "\n").count == 1)
  }

  @Test func anEmptyTextIsNothingToExplain() async throws {
    let result = try await CommandProcess.run(["explain", try await CommandModel.run(), " "])
    #expect(result.exitCode == 64)
    #expect(result.error.contains("the text is empty"))
  }
}
