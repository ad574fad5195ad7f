import Seq2SeqText

// What INTERFACE.md promises and this version does not do yet: whoever builds it deletes its line
// here, or adds its case to the list of what is built.

extension Configuration {
  /// The problems of a configuration that asks for what is not built yet.
  var unsupported: [ConfigurationProblem] {
    [
      refuse(training.precision, "training.precision", built: [.float32])
    ].compactMap(\.self)
  }

  private func refuse<Kind: RawRepresentable<String> & Equatable>(
    _ value: Kind, _ key: String, built: [Kind]
  ) -> ConfigurationProblem? {
    if built.contains(value) { return nil }
    return ConfigurationProblem(
      keys: [key], problem: "\(key) \(value.rawValue) is not built in this version yet",
      remedy: "choose " + built.map(\.rawValue).joined(separator: " or "))
  }
}
