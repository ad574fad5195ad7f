import Seq2SeqModels

extension DecodingConfiguration {
  /// The search that this section of a configuration describes.
  public var searchOptions: SearchOptions {
    var options = SearchOptions(
      beamSize: beamSize, nBest: nBest, maximumLength: maximumLength,
      maximumLengthRatio: maximumLengthRatio)
    options.strategy = strategy
    options.lengthPenalty =
      switch lengthPenaltyKind {
      case .gnmt: .gnmt(alpha: lengthPenalty)
      case .average: .average
      case .none: .none
      }
    options.coveragePenalty = coveragePenalty
    options.minimumLength = minimumLength
    options.noRepeatNgram = noRepeatNgram
    options.groups = groups
    options.diversity = diversity
    options.temperature = temperature
    options.topK = topK
    options.topP = topP
    options.seed = seed
    options.replaceUnknown = replaceUnknown
    return options
  }
}
