import Seq2SeqText

// What INTERFACE.md promises and this version does not do yet: whoever builds it deletes its line
// here, or adds its case to the list of what is built.

extension Configuration {
  /// Names of tokenizers to come.
  package static let plannedTokenizers = ["bpe", "unigram"]

  /// The problems of a configuration that asks for what is not built yet.
  var unsupported: [ConfigurationProblem] {
    let training = training
    let teacherForcing = training.teacherForcing
    return [
      refuse(model.cell, "model.cell", built: [.lstm]),
      refuse(model.attention, "model.attention", built: [.none, .general]),
      refuse(model.tieEmbeddings, "model.tie_embeddings", built: [.false]),
      refuse(training.optimizer, "training.optimizer", built: [.adam]),
      refuse(training.schedule.kind, "training.schedule.kind", built: [.constant, .plateau]),
      refuse(teacherForcing.schedule, "training.teacher_forcing.schedule", built: [.constant]),
      refuse(teacherForcing.ratio, "training.teacher_forcing.ratio", built: 1),
      refuse(teacherForcing.finalRatio, "training.teacher_forcing.final_ratio", built: 1),
      refuse(training.precision, "training.precision", built: [.float32]),
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

  private func refuse(_ value: Double, _ key: String, built: Double) -> ConfigurationProblem? {
    if value == built { return nil }
    return ConfigurationProblem(
      keys: [key], problem: "\(key) other than \(built) is not built in this version yet",
      remedy: "set it to \(built)")
  }
}
