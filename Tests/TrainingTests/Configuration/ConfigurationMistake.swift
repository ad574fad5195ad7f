import Seq2SeqModels
import Seq2SeqText
import Testing

@testable import Seq2SeqTraining

/// A configuration with a mistake, and what the user must see.
struct ConfigurationMistake: Sendable, CustomTestStringConvertible {
  let text: String
  let overrides: [String]
  let expected: String

  init(_ text: String, line: Int?, _ problem: String, _ remedy: String) {
    self.text = text
    overrides = []
    expected = "c.yaml\(line.map { ":\($0)" } ?? ""): \(problem); \(remedy)"
  }

  /// A mistake in an override, over a file without one.
  init(set option: String, _ problem: String, _ remedy: String) {
    text = "data: {train: a.tsv}"
    overrides = [option]
    expected = "--set \(option): \(problem); \(remedy)"
  }

  var testDescription: String {
    (overrides.first ?? text).prefix(60).replacing("\n", with: "\\n").description
  }

  func check() {
    let error = #expect(throws: UserError.self) {
      try ConfigurationFile.parse(text, file: "c.yaml", overrides: overrides)
    }
    #expect(error?.description == expected)
    #expect(error?.kind == .usage)
  }
}
