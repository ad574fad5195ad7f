import Foundation
import Seq2SeqModels
import Seq2SeqText
import Yams

/// Turns YAML nodes into values, key by key, and remembers where each key was given.
struct ConfigurationReader {
  /// Where a key was given.
  enum Place: Equatable, Sendable {
    case line(Int?)
    /// The text of a `--set` option.
    case option(String)
  }

  /// The file, as the user named it.
  let file: String
  /// What has been read so far.
  private(set) var values = ConfigurationValue.section([:])
  /// The place of each key path.
  private(set) var places: [String: Place] = [:]

  init(file: String) {
    self.file = file
  }

  /// Starts from a configuration that is in no file; a key has a place only once it is set anew.
  init(_ configuration: Configuration) throws {
    file = ""
    let json = Data(try configuration.jsonString.utf8)
    values = try JSONDecoder().decode(ConfigurationValue.self, from: json)
  }

  /// Reads a whole file.
  mutating func read(_ text: String) throws {
    let root: Node?
    do {
      root = try YAMLText.compose(text)
    } catch var error as UserError {
      error.file = file
      throw error
    }
    guard let root, root.null == nil else {
      throw UserError(
        .usage, file: file, "the configuration is empty",
        remedy: "give at least data: {train: FILE.tsv}")
    }
    guard case .mapping = root else {
      throw UserError(
        .usage, file: file, line: root.mark?.line, "a configuration consists of 'key: value' lines",
        remedy: "start with data: {train: FILE.tsv}")
    }
    if let value = try value(root, ConfigurationKey.all, [], .line(root.mark?.line)) {
      values = value
    }
  }

  /// Reads an override, `key.path=value` with the value in YAML.
  ///
  /// - Parameter section: The only section whose keys can be set, if not all can.
  mutating func override(_ option: String, in section: String? = nil) throws {
    let place = Place.option(option)
    guard let equals = option.firstIndex(of: "="), equals != option.startIndex else {
      let example = section == nil ? "training.epochs=3" : "decoding.beam_size=5"
      throw error(place, "no 'key=value'", "write for instance --set \(example)")
    }
    let names = option[..<equals].split(separator: ".", omittingEmptySubsequences: false)
    var path: [String] = []
    var kind = ConfigurationKey.all
    for name in names.map({ $0.filter { $0 != " " } }) {
      guard let key = kind.keys.first(where: { $0.name == name }) else {
        throw unknownKey(name, kind, path, place)
      }
      // One alternative takes the place of the other.
      if case .alternatives = kind { values.set(nil, at: path[...]) }
      path.append(name)
      kind = key.kind
    }
    if let section, path.first != section {
      throw error(
        place, "only keys of \(section) can be set for a model that is trained already",
        "write \(section).KEY=VALUE")
    }
    let node: Node?
    do {
      node = try YAMLText.compose(String(option[option.index(after: equals)...]))
    } catch let problem as UserError {
      throw error(place, problem.problem, "put the value in quotes")
    }
    places = places.filter { !$0.key.hasPrefix(path.joined(separator: ".") + ".") }
    places[path.joined(separator: ".")] = place
    values.set(try node.flatMap { try value($0, kind, path, place) }, at: path[...])
  }

  // MARK: - Errors

  /// An error at the place where a key path, or the first one of several that was given, stands.
  func error(_ paths: [String], _ problem: String, _ remedy: String) -> UserError {
    for path in paths {
      var names = path.split(separator: ".")
      // `--set training.batch={tokens: 0}` is to blame for training.batch.tokens.
      while !names.isEmpty {
        let given = names.joined(separator: ".")
        if let place = places[given] {
          if given == path { return error(place, problem, remedy) }
          if case .option = place { return error(place, problem, remedy) }
        }
        names.removeLast()
      }
    }
    return error(.line(nil), problem, remedy)
  }

  private func error(_ place: Place, _ problem: String, _ remedy: String) -> UserError {
    switch place {
    case .line(let line): UserError(.usage, file: file, line: line, problem, remedy: remedy)
    case .option(let text):
      UserError(.usage, "--set \(Self.shown(text, quoted: false)): \(problem)", remedy: remedy)
    }
  }

  private func unknownKey(
    _ name: String, _ kind: ConfigurationKey.Kind, _ path: [String], _ place: Place
  ) -> UserError {
    let section = path.joined(separator: ".")
    guard !kind.keys.isEmpty else {
      return error(place, "\(section) has no keys", "give it one value")
    }
    return error(
      place, "unknown key \(Self.shown(name))" + (section.isEmpty ? "" : " in \(section)"),
      KeySuggestion.remedy(for: name, in: path, keys: kind.keys))
  }

  /// What a user wrote, on one line of bounded length.
  static func shown(_ text: String, quoted: Bool = true) -> String {
    var line = String(
      text.unicodeScalars.prefix(60).map { character in
        let isPlain =
          character.properties.generalCategory != .control
          && character != "\u{2028}" && character != "\u{2029}"
        return isPlain ? Character(character) : " "
      })
    if text.unicodeScalars.count > 60 { line += "…" }
    return quoted ? "'\(line)'" : line
  }
}

// MARK: - Values

extension ConfigurationReader {
  /// The value of a node, or nil if it is null.
  private mutating func value(
    _ node: Node, _ kind: ConfigurationKey.Kind, _ path: [String], _ place: Place
  ) throws -> ConfigurationValue? {
    if node.null != nil { return nil }
    switch node {
    case .mapping(let mapping):
      guard !kind.keys.isEmpty else { throw wrongType(node, kind, path, place) }
      return try section(mapping, kind, path, place)
    case .sequence(let sequence):
      guard case .list = kind else { throw wrongType(node, kind, path, place) }
      return .list(
        try sequence.map { item in
          guard let text = item.scalar?.string else { throw wrongType(node, kind, path, place) }
          return .text(text)
        })
    case .scalar(let scalar):
      guard let value = try self.scalar(scalar, kind, path, place) else {
        throw wrongType(node, kind, path, place)
      }
      return value
    case .alias: throw wrongType(node, kind, path, place)
    }
  }

  private mutating func section(
    _ mapping: Node.Mapping, _ kind: ConfigurationKey.Kind, _ path: [String], _ place: Place
  ) throws -> ConfigurationValue {
    var values: [String: ConfigurationValue] = [:]
    for (keyNode, valueNode) in mapping {
      var place = place
      if case .line = place { place = .line(keyNode.mark?.line) }
      let name = keyNode.scalar?.string ?? "a list or mapping"
      guard let key = kind.keys.first(where: { $0.name == name }) else {
        throw unknownKey(name, kind, path, place)
      }
      places[(path + [name]).joined(separator: ".")] = place
      values[name] = try value(valueNode, key.kind, path + [name], place)
    }
    if case .alternatives(let keys) = kind, values.count != 1 {
      let names = keys.map(\.name).joined(separator: " and ")
      throw error(
        place, "\(path.joined(separator: ".")) needs exactly one of \(names)",
        "write {\(keys.map { "\($0.name): N" }.joined(separator: "} or {"))}")
    }
    return .section(values)
  }

  /// The value of a scalar, or nil if it is of another type.
  private func scalar(
    _ scalar: Node.Scalar, _ kind: ConfigurationKey.Kind, _ path: [String], _ place: Place
  ) throws -> ConfigurationValue? {
    let text = scalar.string
    switch kind {
    case .text, .files: return .text(text)
    case .integer:
      return Int(text.replacing("_", with: "")).map { number in
        UInt64(exactly: number).map(ConfigurationValue.integer) ?? .negative(number)
      }
    case .seed: return UInt64(text.replacing("_", with: "")).map(ConfigurationValue.integer)
    case .number:
      // Letters other than those of an exponent would let `nan`, `inf` and `0x1p4` in.
      guard text.allSatisfy({ "0123456789+-.eE_".contains($0) }) else { return nil }
      return Double(text.replacing("_", with: "")).flatMap { $0.isFinite ? .number($0) : nil }
    case .flag:
      switch text.lowercased() {
      case "true", "yes", "on": return .flag(true)
      case "false", "no", "off": return .flag(false)
      default: return nil
      }
    case .choice(let choices):
      return .text(try choice(text, choices, path, place))
    case .list:
      return .list(
        text.split(separator: ",").map { part in
          .text(String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()))
        })
    case .section, .alternatives: return nil
    }
  }

  private func choice(
    _ text: String, _ choices: [String], _ path: [String], _ place: Place
  ) throws -> String {
    if choices.contains(text) { return text }
    let name = path.joined(separator: ".")
    let list = "choose from " + choices.joined(separator: ", ")
    let near = text.utf8.count > 64 ? nil : Spelling.nearest(to: text, among: choices)
    throw error(
      place, "\(name) cannot be \(Self.shown(text))",
      near.map { "did you mean '\($0)'? \(list)" } ?? list)
  }

  private func wrongType(
    _ node: Node, _ kind: ConfigurationKey.Kind, _ path: [String], _ place: Place
  ) -> UserError {
    let name = path.joined(separator: ".")
    let found =
      switch node {
      case .scalar(let scalar): Self.shown(scalar.string)
      case .mapping: "a mapping"
      case .sequence: "a list"
      case .alias: "an alias"
      }
    let (expected, remedy) = kind.expectation(of: path.last ?? "")
    return error(place, "\(name) must be \(expected), not \(found)", remedy)
  }
}

extension ConfigurationKey.Kind {
  /// What a value must be, and an example of it.
  fileprivate func expectation(of name: String) -> (what: String, remedy: String) {
    switch self {
    case .text: ("text", "write \(name): NAME")
    case .integer: ("a whole number", "write digits only, for instance \(name): 1")
    case .seed: ("a whole number of at least 0", "write for instance \(name): 1")
    case .number: ("a number", "write for instance \(name): 0.5")
    case .flag: ("true or false", "write \(name): true or \(name): false")
    case .choice(let choices):
      ("one name", "choose from " + choices.joined(separator: ", "))
    case .list: ("a list of names", "write for instance \(name): [bleu, chrf]")
    case .files: ("a path", "write \(name): FILE.tsv or \(name): {source: FILE, target: FILE}")
    case .section(let keys):
      ("a section", "write \(name): {\(keys.first?.name ?? ""): …} with its keys inside")
    case .alternatives(let keys):
      (
        "a section",
        "write \(keys.map { "\(name): {\($0.name): N}" }.joined(separator: " or "))"
      )
    }
  }
}
