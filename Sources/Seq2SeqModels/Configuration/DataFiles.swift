/// Where sentence pairs are read from.
public enum DataFiles: Codable, Equatable, Sendable {
  /// One file with `SOURCE<TAB>TARGET` lines.
  case pairs(String)
  /// Two files whose lines belong together.
  case parallel(source: String, target: String)

  enum CodingKeys: String, CodingKey {
    case source, target
  }

  /// Reads a path, or `{source: PATH, target: PATH}`.
  public init(from decoder: any Decoder) throws {
    if let path = try? decoder.singleValueContainer().decode(String.self) {
      self = .pairs(path)
    } else {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      self = .parallel(
        source: try container.decode(String.self, forKey: .source),
        target: try container.decode(String.self, forKey: .target))
    }
  }

  /// Writes a path, or `{source: PATH, target: PATH}`.
  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .pairs(let path):
      var container = encoder.singleValueContainer()
      try container.encode(path)
    case .parallel(let source, let target):
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(source, forKey: .source)
      try container.encode(target, forKey: .target)
    }
  }

  /// The same files, relative paths taken from a folder.
  func resolved(in folder: String) -> DataFiles {
    switch self {
    case .pairs(let path): .pairs(Self.resolve(path, in: folder))
    case .parallel(let source, let target):
      .parallel(source: Self.resolve(source, in: folder), target: Self.resolve(target, in: folder))
    }
  }

  /// A path taken from a folder if it is relative.
  static func resolve(_ path: String, in folder: String) -> String {
    if path.hasPrefix("/") || path.isEmpty || folder.isEmpty || folder == "." { return path }
    return folder.hasSuffix("/") ? folder + path : folder + "/" + path
  }

  /// The paths, one or two.
  var paths: [String] {
    switch self {
    case .pairs(let path): [path]
    case .parallel(let source, let target): [source, target]
    }
  }
}
