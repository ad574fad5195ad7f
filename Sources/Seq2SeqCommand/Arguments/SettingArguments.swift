import ArgumentParser
import Seq2Seq

/// `--set decoding.KEY=VALUE`.
struct SettingArguments: ParsableArguments {
  @Option(
    name: .customLong("set"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Set a key of the model's decoding section, as in its configuration; repeatable.",
      valueName: "decoding.key=value"))
  var settings: [String] = []

  /// The model's decoding section with what was set. Its `n_best` is for the library, and 1 here unless
  /// it is set. Errors: `UserError` for a key or value that cannot be.
  func decoding(of model: Seq2SeqModel) throws -> DecodingConfiguration {
    var configuration = model.configuration
    configuration.decoding.nBest = 1
    return try ConfigurationFile.settingDecoding(of: configuration, settings).decoding
  }
}
