import Foundation
import Seq2SeqText
import Yams

/// Text as a tree of YAML nodes, refused before it can exhaust the stack or the clock.
enum YAMLText {
  /// The deepest bracket; a configuration needs three.
  private static let deepest = 32
  /// The most columns of indentation and of the marks `- ? :` before the first word of a line.
  private static let widestIndentation = 128
  /// The most aliases. Aliases of aliases grow exponentially where nodes are compared.
  private static let mostAliases = 10

  /// The root node, or nil if there is none; throws a `UserError` without a file.
  static func compose(_ text: String) throws -> Node? {
    try refuseHostile(text)
    do {
      // Every scalar stays text, as its key decides what it is; so does the key `on`.
      return try Yams.compose(yaml: text, .basic, .default, .utf8)
    } catch let error as YamlError {
      throw describe(error, in: text)
    }
  }

  /// Counts by characters, without regard to quotes: what passes is harmless in any reading.
  private static func refuseHostile(_ text: String) throws {
    var line = 1
    var depth = 0
    var indentation: Int? = 0
    var aliases = 0
    var previous: Unicode.Scalar = "\n"
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}":
        if scalar == "\n" { line += 1 }
        indentation = 0
      case " ", "\t", "-", "?", ":":
        indentation = indentation.map { $0 + 1 }
      default:
        indentation = nil
      }
      if scalar == "[" || scalar == "{" { depth += 1 }
      if scalar == "]" || scalar == "}" { depth = max(0, depth - 1) }
      if previous == "*", !scalar.properties.isWhitespace, scalar != "*" { aliases += 1 }
      previous = scalar
      if depth > deepest || indentation ?? 0 > widestIndentation {
        throw UserError(
          .usage, line: line, "too deeply nested",
          remedy: "a configuration has three levels at most")
      }
      if aliases > mostAliases {
        throw UserError(
          .usage, line: line, "more than \(mostAliases) aliases", remedy: "write the values out")
      }
    }
  }

  private static func describe(_ error: YamlError, in text: String) -> UserError {
    let check = "check the indentation, the colons, the brackets and the quotes here"
    switch error {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      // What was opened and never closed is reported at the end; where it was opened helps more.
      let spans = ["flow", "quoted", "simple key"]
      let opening = context.flatMap { context in
        spans.contains { context.text.contains($0) } ? context.mark.line : nil
      }
      let line = opening ?? mark.line
      return UserError(
        .usage, line: line, "not YAML: \(problem)", remedy: remedy(line, text) ?? check)
    case .reader(let problem, let offset, _, _):
      let line = offset.map { 1 + text.prefix($0).unicodeScalars.count { $0 == "\n" } }
      return UserError(
        .usage, line: line, "not YAML: \(problem)",
        remedy: "remove the character, or save the file as UTF-8")
    case .duplicatedKeysInMapping(let duplicates, let context):
      let name = ConfigurationReader.shown(duplicates.first ?? "")
      return UserError(
        .usage, line: context.mark.line, "key \(name) is given more than once",
        remedy: "keep one of them")
    default:
      return UserError(.usage, "not YAML", remedy: check)
    }
  }

  /// Tabs are the one mistake that cannot be seen.
  private static func remedy(_ line: Int, _ text: String) -> String? {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.indices.contains(line - 1) else { return nil }
    let indentation = lines[line - 1].prefix { $0 == " " || $0 == "\t" }
    return indentation.contains("\t") ? "indent with spaces instead of tabs" : nil
  }
}
