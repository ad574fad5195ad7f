import Seq2SeqModels

extension DecodingConfiguration {
  /// The search that this section of a configuration describes.
  public var searchOptions: SearchOptions {
    SearchOptions(
      beamSize: beamSize, nBest: nBest, lengthPenalty: .gnmt(alpha: lengthPenalty),
      maximumLength: maximumLength, maximumLengthRatio: maximumLengthRatio)
  }
}
