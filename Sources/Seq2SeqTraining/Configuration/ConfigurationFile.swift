import Foundation
import Seq2SeqModels
import Seq2SeqText

/// The YAML file that says what to train and how.
public enum ConfigurationFile {
  private static let largestSize = 1 << 20

  /// Reads and validates a configuration.
  ///
  /// - Parameters:
  ///   - path: The file. Relative paths of data in it are taken from its folder.
  ///   - overrides: `key.path=value` each, the value in YAML; the last one wins.
  ///   - needsData: Whether `data.train` must be there, as it must to train.
  /// - Throws: A `UserError` that names the line, or the override, that is wrong, and what to write
  ///   instead.
  public static func read(
    path: String, overrides: [String] = [], needsData: Bool = true
  ) throws -> Configuration {
    let configuration = try parse(
      try text(of: path), file: path, overrides: overrides, needsData: needsData)
    guard let slash = path.lastIndex(of: "/") else { return configuration }
    return configuration.resolvingPaths(in: String(path[...slash]))
  }

  /// Reads and validates the text of a configuration, paths as they are.
  ///
  /// - Parameter file: The name of the file in errors.
  public static func parse(
    _ text: String, file: String, overrides: [String] = [], needsData: Bool = true
  ) throws -> Configuration {
    var reader = ConfigurationReader(file: file)
    try reader.read(text)
    for option in overrides { try reader.override(option) }
    let configuration = try decode(reader)
    guard !needsData || configuration.data.train != nil else {
      throw reader.error(
        ["data.train", "data"], "data.train is missing",
        "write data: {train: FILE.tsv} with SOURCE<TAB>TARGET lines")
    }
    if let problem = configuration.problems.first {
      throw reader.error(problem.keys, problem.problem, problem.remedy)
    }
    return configuration
  }

  static func decode(_ reader: ConfigurationReader) throws -> Configuration {
    do {
      let json = try JSONEncoder().encode(reader.values)
      return try JSONDecoder().decode(Configuration.self, from: json)
    } catch DecodingError.keyNotFound(let key, let context) {
      let path = context.codingPath.map(\.stringValue).joined(separator: ".")
      throw reader.error(
        [path], "\(path) has no \(key.stringValue)", "give both source and target")
    } catch let error as DecodingError {
      // Every type was checked against the table of keys; this is for a gap in that.
      let path = error.path.joined(separator: ".")
      throw reader.error([path], "\(path) cannot be read", "write it as the documentation does")
    }
  }

  private static func text(of path: String) throws -> String {
    guard let file = FileHandle(forReadingAtPath: path) else {
      let exists = FileManager.default.fileExists(atPath: path)
      throw UserError(
        exists ? .inputOutput : .missingInput, file: path,
        exists ? "the configuration cannot be read" : "there is no such configuration",
        remedy: exists ? "check its permissions" : "check the path")
    }
    defer { try? file.close() }
    guard let data = try? file.read(upToCount: largestSize + 1) ?? Data() else {
      throw UserError(
        .inputOutput, file: path, "the configuration cannot be read",
        remedy: "give a file, not a folder")
    }
    guard data.count <= largestSize else {
      throw UserError(
        .usage, file: path, "larger than 1 MB", remedy: "give a configuration, not the data")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw UserError(.usage, file: path, "not UTF-8 text", remedy: "save the file as UTF-8")
    }
    return text
  }
}

extension DecodingError {
  /// The keys down to the value at fault.
  fileprivate var path: [String] {
    switch self {
    case .typeMismatch(_, let context), .valueNotFound(_, let context),
      .keyNotFound(_, let context), .dataCorrupted(let context):
      context.codingPath.map(\.stringValue)
    @unknown default: []
    }
  }
}
