/// A value between the YAML text and the typed configuration, which reads and writes it as JSON.
///
/// Yams' own decoder takes `010` for eight and `1:30` for ninety, and its encoder rounds to 15
/// digits; this carries every number exactly.
indirect enum ConfigurationValue: Codable, Equatable, Sendable {
  case text(String)
  case integer(UInt64)
  case negative(Int)
  case number(Double)
  case flag(Bool)
  case list([ConfigurationValue])
  case section([String: ConfigurationValue])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let value = try? container.decode(Bool.self) {
      self = .flag(value)
    } else if let value = try? container.decode(UInt64.self) {
      self = .integer(value)
    } else if let value = try? container.decode(Int.self) {
      self = .negative(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .text(value)
    } else if let value = try? container.decode([ConfigurationValue].self) {
      self = .list(value)
    } else {
      self = .section(try container.decode([String: ConfigurationValue].self))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .text(let value): try container.encode(value)
    case .integer(let value): try container.encode(value)
    case .negative(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .flag(let value): try container.encode(value)
    case .list(let value): try container.encode(value)
    case .section(let value): try container.encode(value)
    }
  }

  /// The value at a key path inside, if there is one.
  subscript(path: ArraySlice<String>) -> ConfigurationValue? {
    guard let name = path.first else { return self }
    guard case .section(let values) = self else { return nil }
    return values[name]?[path.dropFirst()]
  }

  /// Puts a value at a key path, or takes it away; a value in the way gives place to a section.
  mutating func set(_ value: ConfigurationValue?, at path: ArraySlice<String>) {
    guard let name = path.first else { return }
    var values: [String: ConfigurationValue] = [:]
    if case .section(let present) = self { values = present }
    if path.count == 1 {
      values[name] = value
    } else {
      var inner = values[name] ?? .section([:])
      inner.set(value, at: path.dropFirst())
      values[name] = inner
    }
    self = .section(values)
  }
}
