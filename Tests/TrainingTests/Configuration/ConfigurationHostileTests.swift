import Seq2SeqModels
import Seq2SeqText
import Testing

@testable import Seq2SeqTraining

@Suite struct ConfigurationHostileTests {
  private static func repeated(_ text: String, _ count: Int = 100_000) -> String {
    String(repeating: text, count: count)
  }

  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      ("[", "too deeply nested"), ("{a: ", "too deeply nested"), ("- ", "too deeply nested"),
      ("? ", "too deeply nested"), (": ", "too deeply nested"), ("[[]", "too deeply nested"),
      ("{\"a\":", "too deeply nested"), ("- - \u{2028}- ", "too deeply nested"),
    ])
  func deepNesting(unit: String, problem: String) {
    let error = #expect(throws: UserError.self) {
      try ConfigurationFile.parse("data: {train: a}\n" + Self.repeated(unit), file: "c.yaml")
    }
    #expect(error?.problem == problem || error?.problem.hasPrefix("not YAML") == true)
    #expect(error?.file == "c.yaml")
  }

  @Test(.timeLimit(.minutes(1)))
  func indentedNesting() {
    let text = (0..<1_000).map { Self.repeated(" ", $0) + "a:" }.joined(separator: "\n")
    let error = #expect(throws: UserError.self) {
      try ConfigurationFile.parse(text, file: "c.yaml")
    }
    #expect(error?.problem == "too deeply nested")
    #expect(error?.line == 130)
  }

  @Test(.timeLimit(.minutes(1)))
  func aliasBombs() {
    func bomb(levels: Int, width: Int) -> String {
      var lines = ["x0: &x0 [a, a, a, a]"]
      for level in 1...levels {
        let aliases = Array(repeating: "*x\(level - 1)", count: width).joined(separator: ", ")
        lines.append("x\(level): &x\(level) [\(aliases)]")
      }
      return (lines + ["? *x\(levels)", ": 1"]).joined(separator: "\n")
    }
    let error = #expect(throws: UserError.self) {
      try ConfigurationFile.parse(bomb(levels: 30, width: 9), file: "c.yaml")
    }
    #expect(error?.description == "c.yaml:3: more than 10 aliases; write the values out")
    let small = #expect(throws: UserError.self) {
      try ConfigurationFile.parse(bomb(levels: 3, width: 3), file: "c.yaml")
    }
    #expect(small?.problem == "unknown key 'x0'")
  }

  @Test func aFewAliasesAreFine() throws {
    let text = "data: {train: a, source: &side {max_length: 7}, target: *side}\nname: a * b"
    let configuration = try ConfigurationFile.parse(text, file: "c.yaml")
    #expect(configuration.data.target.maximumLength == 7)
    #expect(configuration.name == "a * b")
  }

  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      "name: " + repeated("a", 1_000_000), "name: '" + repeated("''", 400_000) + "'",
      "name: |\n" + repeated("  a\n"), repeated("a: 1\n"), repeated("#\n"), repeated("\n"),
      (0..<50_000).map { "k\($0): 1\n" }.joined(),
      "evaluation: {metrics: [" + repeated("a,") + "]}",
      repeated("&a "), repeated("!a "), repeated("%YAML 1.1\n"), repeated("---\n"), repeated("\""),
      "training: {epochs: " + repeated("9") + "}",
      "training: {learning_rate: 0." + repeated("0") + "1}",
      "training: {learning_rate: 1" + repeated("_") + "}", "name: !!binary " + repeated("a"),
      "model: {dropout: !!float 0x1p-2}", "training: {seed: 0x10}",
      "training: {epochs: 9223372036854775807:9223372036854775807}", repeated("a\u{2028}"),
      repeated("가: "), "\u{FEFF}\u{FEFF}a", "%", "@", "`", "|", ">", "!", "&", "*", "!!str", "\\",
    ])
  func anythingEndsInAnErrorOrAConfiguration(text: String) {
    do {
      _ = try ConfigurationFile.parse(text, file: "c.yaml")
    } catch let error as UserError {
      #expect(error.kind == .usage)
      #expect(error.description.utf8.count < 1_000)
      #expect(!error.description.contains { $0.isNewline })
    } catch {
      Issue.record("\(error)")
    }
  }

  @Test(.timeLimit(.minutes(1)))
  func everyCutAndEveryChangeOfTheExample() {
    let text = Array(ConfigurationParsingTests.example.utf8)
    let replacements = Array(" \t\n:-?*&!{}[],#'\"|>%@0a".utf8) + [0, 0x85, 0xFF]
    for (step, index) in stride(from: 0, to: text.count, by: 3).enumerated() {
      var changed = text
      changed[index] = replacements[step % replacements.count]
      for bytes in [Array(text[..<index]), changed] {
        do {
          _ = try ConfigurationFile.parse(String(decoding: bytes, as: UTF8.self), file: "c.yaml")
        } catch {
          #expect((error as? UserError)?.file == "c.yaml")
        }
      }
    }
  }
}
