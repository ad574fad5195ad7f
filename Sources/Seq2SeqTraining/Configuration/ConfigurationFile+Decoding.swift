import Seq2SeqModels
import Seq2SeqText

extension ConfigurationFile {
  /// A model's configuration with keys of its `decoding` section set anew.
  ///
  /// - Parameter overrides: `decoding.key=value` each, the value in YAML; the last one wins.
  /// - Throws: A `UserError` that names the override that is wrong, and what to write instead.
  public static func settingDecoding(
    of configuration: Configuration, _ overrides: [String]
  ) throws -> Configuration {
    if overrides.isEmpty { return configuration }
    var reader = try ConfigurationReader(configuration)
    for option in overrides { try reader.override(option, in: "decoding") }
    let changed = try decode(reader)
    if let problem = changed.problems.first {
      throw reader.error(problem.keys, problem.problem, problem.remedy)
    }
    return changed
  }
}
