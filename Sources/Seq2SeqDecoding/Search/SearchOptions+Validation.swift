import Seq2SeqText

extension SearchOptions {
  /// Throws `UserError` for an option out of its range, or for options that do not go together.
  public func validate() throws {
    try lengthPenalty.validate()
    for (name, count, least) in [
      ("beam size", beamSize, 1), ("n-best count", nBest, 1), ("maximum length", maximumLength, 1),
      ("minimum length", minimumLength, 0), ("size of n-grams not to repeat", noRepeatNgram, 0),
      ("number of groups", groups, 1), ("top-k", topK, 0),
    ] where count < least {
      throw UserError(.usage, "the \(name) is \(count)", remedy: "give \(least) or more")
    }
    for (name, value) in [
      ("maximum length ratio", maximumLengthRatio), ("coverage penalty", coveragePenalty),
      ("diversity", diversity),
    ] where !(value >= 0 && value.isFinite) {
      throw UserError(.usage, "the \(name) is \(value)", remedy: "give a number from 0")
    }
    guard temperature > 0, temperature.isFinite else {
      throw UserError(
        .usage, "the temperature is \(temperature)", remedy: "give a number above 0; 1 is usual")
    }
    guard topP > 0, topP <= 1 else {
      throw UserError(.usage, "top-p is \(topP)", remedy: "give a number above 0 and at most 1")
    }
    guard minimumLength <= maximumLength else {
      throw UserError(
        .usage, "the minimum length \(minimumLength) is more than the maximum of \(maximumLength)",
        remedy: "raise the maximum length")
    }
    try validateBeams()
  }

  private func validateBeams() throws {
    switch strategy {
    case .beam:
      guard groups <= SearchOptions.mostGroups else {
        throw UserError(
          .usage, "the number of groups is \(groups)",
          remedy: "give at most \(SearchOptions.mostGroups)")
      }
      guard beamSize % groups == 0 else {
        throw UserError(
          .usage, "a beam of \(beamSize) cannot be cut into \(groups) equal groups",
          remedy: "give a beam size that is a multiple of the groups")
      }
    case .sampling:
      guard groups == 1 else {
        throw UserError(
          .usage, "sampling has no groups", remedy: "give 1 group, or search with a beam")
      }
      guard nBest <= SearchOptions.mostGroups else {
        throw UserError(
          .usage, "\(nBest) samples are asked for",
          remedy: "give at most \(SearchOptions.mostGroups)")
      }
    }
  }
}
