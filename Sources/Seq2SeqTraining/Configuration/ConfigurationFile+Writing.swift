import Foundation
import Seq2SeqModels
import Seq2SeqText
import Yams

extension ConfigurationFile {
  /// The whole configuration as YAML, defaults included, in the order of the documentation.
  ///
  /// `parse` gives an equal configuration back. Throws a `UserError` if a number is not finite.
  public static func yaml(_ configuration: Configuration) throws -> String {
    let json = try configuration.jsonString
    do {
      let values = try JSONDecoder().decode(ConfigurationValue.self, from: Data(json.utf8))
      guard let node = node(values, ConfigurationKey.all, depth: 0) else { return "" }
      return try serialize(node: node, width: -1, allowUnicode: true)
    } catch let error as UserError {
      throw error
    } catch {
      throw UserError(
        .usage, "the configuration cannot be written as YAML",
        remedy: "remove control characters from its names and paths")
    }
  }

  private static func node(
    _ value: ConfigurationValue, _ kind: ConfigurationKey.Kind, depth: Int
  ) -> Node? {
    switch value {
    case .section:
      let pairs = kind.keys.compactMap { key -> (Node, Node)? in
        guard let inner = value[[key.name]] else { return nil }
        return node(inner, key.kind, depth: depth + 1).map { (Node(key.name), $0) }
      }
      return pairs.isEmpty ? nil : Node(pairs, .implicit, depth < 2 ? .block : .flow)
    case .list(let items):
      return Node(items.compactMap { node($0, .text, depth: depth + 1) }, .implicit, .flow)
    case .text(let text):
      if case .choice = kind { return Node(text, .implicit, .plain) }
      return Node(text, .implicit, isPlain(text) ? .plain : .doubleQuoted)
    case .flag(let flag): return Node("\(flag)", .implicit, .plain)
    case .integer(let integer):
      // JSON has 1 for 1.0.
      if case .number = kind { return Node("\(Double(integer))", .implicit, .plain) }
      return Node("\(integer)", .implicit, .plain)
    case .negative(let integer): return Node("\(integer)", .implicit, .plain)
    case .number(let number): return Node("\(number)", .implicit, .plain)
    }
  }

  /// Whether a text means itself without quotes, for any reader of YAML.
  private static func isPlain(_ text: String) -> Bool {
    guard let first = text.first, first.isASCII, first.isLetter else { return false }
    let reserved = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"]
    return text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_-./".contains($0)) }
      && !reserved.contains(text.lowercased())
  }
}
