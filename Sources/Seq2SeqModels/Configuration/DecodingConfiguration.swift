/// How a trained model searches for its answer.
public struct DecodingConfiguration: Codable, Equatable, Sendable {
  /// The hypotheses kept at each step; 1 is greedy search.
  public var beamSize = 5
  /// The exponent of the length penalty (Wu et al. 2016, section 7).
  public var lengthPenalty = 1.0
  /// The tokens of the longest hypothesis.
  public var maximumLength = 100
  /// The tokens of the longest hypothesis for each token of the source.
  public var maximumLengthRatio = 3.0
  /// The hypotheses returned.
  public var nBest = 1

  /// A beam of five.
  public init() {}

  enum CodingKeys: String, CodingKey {
    case beamSize = "beam_size"
    case lengthPenalty = "length_penalty"
    case maximumLength = "max_length"
    case maximumLengthRatio = "max_length_ratio"
    case nBest = "n_best"
  }

  /// Reads what is given and takes the defaults for the rest.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    beamSize = try container.decodeIfPresent(Int.self, forKey: .beamSize) ?? beamSize
    lengthPenalty =
      try container.decodeIfPresent(Double.self, forKey: .lengthPenalty) ?? lengthPenalty
    maximumLength = try container.decodeIfPresent(Int.self, forKey: .maximumLength) ?? maximumLength
    maximumLengthRatio =
      try container.decodeIfPresent(Double.self, forKey: .maximumLengthRatio) ?? maximumLengthRatio
    nBest = try container.decodeIfPresent(Int.self, forKey: .nBest) ?? nBest
  }
}
