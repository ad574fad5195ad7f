import Seq2SeqText

extension TextConfiguration {
  /// The fewest pieces a model can have: a byte each, `<unk>`, and a character.
  private static let smallestModel = 258

  /// What goes together with pieces, and what with other tokens only.
  func checkSubwords(_ key: String, _ check: inout ConfigurationCheck) {
    guard tokenizer.isSubword else {
      for (name, isGiven) in [
        ("subword_model", subwordModel != nil), ("subword_sampling", subwordSampling > 0),
      ] where isGiven {
        check.report(
          "\(key).\(name)", "\(key).tokenizer",
          problem: "\(key).\(name) needs pieces, not the tokenizer \(tokenizer.rawValue)",
          remedy: "set tokenizer: bpe or unigram, or leave \(name) out")
      }
      return
    }
    if minimumFrequency > 1 {
      check.report(
        "\(key).min_frequency", "\(key).tokenizer",
        problem: "\(key).min_frequency \(minimumFrequency) would make pieces unknown",
        remedy: "leave it out with \(tokenizer.rawValue), and choose vocabulary_size instead")
    }
    guard let vocabularySize else { return }
    if subwordModel != nil {
      check.report(
        "\(key).vocabulary_size", "\(key).subword_model",
        problem: "\(key).vocabulary_size is what the subword_model says",
        remedy: "leave vocabulary_size out, or subword_model")
    } else if (1..<Self.smallestModel).contains(vocabularySize) {
      check.report(
        "\(key).vocabulary_size", "\(key).tokenizer",
        problem: "\(key).vocabulary_size \(vocabularySize) has no room for the 256 bytes that "
          + "\(tokenizer.rawValue) starts from",
        remedy: "set it to \(Self.smallestModel) or more")
    }
  }
}

extension DataConfiguration {
  /// One vocabulary is made in one way: as the target's section says. The source's may say the same, or
  /// nothing.
  func checkSharedVocabulary(_ check: inout ConfigurationCheck) {
    func report(_ name: String, _ source: String, _ target: String, remedy: String) {
      check.report(
        "data.source.\(name)", "data.target.\(name)", "data.shared_vocabulary",
        problem: "data.shared_vocabulary needs the same \(name) on both sides, not \(source) "
          + "and \(target)",
        remedy: remedy)
    }
    let remedy = "give it under data.target alone, or the same on both sides"
    if source.tokenizer != target.tokenizer {
      report(
        "tokenizer", source.tokenizer.rawValue, target.tokenizer.rawValue,
        remedy: "set both to \(target.tokenizer.rawValue)")
    }
    if let size = source.vocabularySize, size != target.vocabularySize {
      report(
        "vocabulary_size", String(size), target.vocabularySize.map(String.init) ?? "none",
        remedy: remedy)
    }
    if source.minimumFrequency > 1, source.minimumFrequency != target.minimumFrequency {
      report(
        "min_frequency", String(source.minimumFrequency), String(target.minimumFrequency),
        remedy: remedy)
    }
    if let path = source.subwordModel, path != target.subwordModel {
      report("subword_model", path, target.subwordModel ?? "none", remedy: remedy)
    }
  }
}
