/// A key that a configuration file may hold, with what its value looks like.
struct ConfigurationKey: Sendable {
  /// What a value looks like.
  indirect enum Kind: Sendable {
    case text
    case integer
    /// A whole number of 64 bits without a sign.
    case seed
    case number
    case flag
    /// One of a few names.
    case choice([String])
    /// A list of names.
    case list
    /// A path, or the two keys `source` and `target`.
    case files
    case section([ConfigurationKey])
    /// A section in which exactly one of the keys stands.
    case alternatives([ConfigurationKey])
  }

  let name: String
  let kind: Kind

  init(_ name: String, _ kind: Kind) {
    self.name = name
    self.kind = kind
  }
}

extension ConfigurationKey.Kind {
  /// The keys inside, in their order in a file.
  var keys: [ConfigurationKey] {
    switch self {
    case .section(let keys), .alternatives(let keys): keys
    case .files: [ConfigurationKey("source", .text), ConfigurationKey("target", .text)]
    case .text, .integer, .seed, .number, .flag, .choice, .list: []
    }
  }

  /// Any one of the names of an enumeration.
  static func choice<Value: CaseIterable & RawRepresentable<String>>(
    _ type: Value.Type
  ) -> Self {
    .choice(type.allCases.map(\.rawValue))
  }

  /// The key paths of everything inside, sections included, from the top downwards.
  func paths(below parent: [String] = []) -> [[String]] {
    keys.map { parent + [$0.name] } + keys.flatMap { $0.kind.paths(below: parent + [$0.name]) }
  }
}
