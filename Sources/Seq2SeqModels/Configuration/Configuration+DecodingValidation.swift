extension Configuration {
  /// Checks that the keys of `decoding` go together, and with the model.
  func checkDecodingCombinations(_ check: inout ConfigurationCheck) {
    switch decoding.strategy {
    case .beam: checkBeam(&check)
    case .sampling: checkSampling(&check)
    }
    if decoding.minimumLength > decoding.maximumLength {
      check.report(
        "decoding.min_length", "decoding.max_length",
        problem: "decoding.min_length \(decoding.minimumLength) is more than max_length "
          + "\(decoding.maximumLength)",
        remedy: "set decoding.max_length: \(decoding.minimumLength) or more")
    }
    for (key, isOn) in [
      ("decoding.coverage_penalty", decoding.coveragePenalty > 0),
      ("decoding.replace_unknown", decoding.replaceUnknown),
    ] where isOn && model.attention == .none {
      check.report(
        key, "model.attention",
        problem: "\(key) needs to know where the model looks, and model.attention is none",
        remedy: "leave \(key) out, or train a model with attention: general")
    }
  }

  private func checkBeam(_ check: inout ConfigurationCheck) {
    if decoding.nBest > decoding.beamSize {
      check.report(
        "decoding.n_best", "decoding.beam_size",
        problem: "decoding.n_best \(decoding.nBest) is more than the beam of "
          + "\(decoding.beamSize)",
        remedy: "set decoding.beam_size: \(decoding.nBest) or more")
    }
    if decoding.beamSize % decoding.groups != 0 {
      check.report(
        "decoding.groups", "decoding.beam_size",
        problem: "decoding.groups \(decoding.groups) does not divide the beam of "
          + "\(decoding.beamSize)",
        remedy: "set decoding.beam_size to a multiple of \(decoding.groups)")
    }
    for (key, isOn, off) in [
      ("decoding.top_k", decoding.topK != 0, "0"), ("decoding.top_p", decoding.topP != 1, "1"),
    ] where isOn {
      check.report(
        key, "decoding.strategy",
        problem: "\(key) is for sampling, and decoding.strategy is beam",
        remedy: "set decoding.strategy: sampling, or \(key): \(off)")
    }
  }

  private func checkSampling(_ check: inout ConfigurationCheck) {
    if decoding.groups > 1 {
      check.report(
        "decoding.groups", "decoding.strategy",
        problem: "decoding.groups is for a beam, and decoding.strategy is sampling",
        remedy: "set decoding.strategy: beam, or decoding.groups: 1")
    }
  }
}
