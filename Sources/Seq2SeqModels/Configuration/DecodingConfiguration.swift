/// How a trained model searches for its answer.
public struct DecodingConfiguration: Codable, Equatable, Sendable {
  /// The ways to choose tokens.
  public enum Strategy: String, Codable, CaseIterable, Sendable {
    /// The most probable hypotheses that a beam finds; greedy with a beam of 1.
    case beam
    /// Tokens drawn from the model's distribution.
    case sampling
  }

  /// How hypotheses of different lengths are compared.
  public enum LengthPenaltyKind: String, Codable, CaseIterable, Sendable {
    /// log P / ((5 + length) / 6)^A (Wu et al. 2016, section 7).
    case gnmt
    /// log P / length: the mean over tokens.
    case average
    /// log P itself.
    case none
  }

  /// How tokens are chosen.
  public var strategy = Strategy.beam
  /// The hypotheses kept at each step; 1 is greedy search.
  public var beamSize = 5
  /// How hypotheses of different lengths are compared.
  public var lengthPenaltyKind = LengthPenaltyKind.gnmt
  /// The exponent A of the `gnmt` length penalty.
  public var lengthPenalty = 1.0
  /// How much hypotheses lose that leave source tokens without attention (ibid., beta).
  public var coveragePenalty = 0.0
  /// The tokens of the shortest hypothesis.
  public var minimumLength = 0
  /// The tokens of the longest hypothesis.
  public var maximumLength = 100
  /// The tokens of the longest hypothesis for each token of the source.
  public var maximumLengthRatio = 3.0
  /// The hypotheses returned.
  public var nBest = 1
  /// No n-gram of this many tokens occurs twice in a hypothesis; 0: any may.
  public var noRepeatNgram = 0
  /// Groups of hypotheses that avoid each other's tokens (Vijayakumar et al. 2018, diverse beam search).
  public var groups = 1
  /// How much a token loses for each group before that chose it at the same step.
  public var diversity = 0.5
  /// What logits are divided by before the softmax.
  public var temperature = 1.0
  /// Sampling draws from the so many most probable tokens; 0: from all.
  public var topK = 0
  /// Sampling draws from the fewest tokens that have this probability together (Holtzman et al. 2020).
  public var topP = 1.0
  /// All that sampling draws follows from this number and the line's own number.
  public var seed: UInt64 = 1
  /// Whether an `<unk>` becomes the source token with the most attention.
  public var replaceUnknown = false

  /// A beam of five.
  public init() {}

  enum CodingKeys: String, CodingKey {
    case strategy, groups, diversity, temperature, seed
    case beamSize = "beam_size"
    case lengthPenaltyKind = "length_penalty_kind"
    case lengthPenalty = "length_penalty"
    case coveragePenalty = "coverage_penalty"
    case minimumLength = "min_length"
    case maximumLength = "max_length"
    case maximumLengthRatio = "max_length_ratio"
    case nBest = "n_best"
    case noRepeatNgram = "no_repeat_ngram"
    case topK = "top_k"
    case topP = "top_p"
    case replaceUnknown = "replace_unknown"
  }

  /// Reads what is given and takes the defaults for the rest.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func given<Value: Decodable>(_ key: CodingKeys, or value: Value) throws -> Value {
      try container.decodeIfPresent(Value.self, forKey: key) ?? value
    }
    strategy = try given(.strategy, or: strategy)
    beamSize = try given(.beamSize, or: beamSize)
    lengthPenaltyKind = try given(.lengthPenaltyKind, or: lengthPenaltyKind)
    lengthPenalty = try given(.lengthPenalty, or: lengthPenalty)
    coveragePenalty = try given(.coveragePenalty, or: coveragePenalty)
    minimumLength = try given(.minimumLength, or: minimumLength)
    maximumLength = try given(.maximumLength, or: maximumLength)
    maximumLengthRatio = try given(.maximumLengthRatio, or: maximumLengthRatio)
    nBest = try given(.nBest, or: nBest)
    noRepeatNgram = try given(.noRepeatNgram, or: noRepeatNgram)
    groups = try given(.groups, or: groups)
    diversity = try given(.diversity, or: diversity)
    temperature = try given(.temperature, or: temperature)
    topK = try given(.topK, or: topK)
    topP = try given(.topP, or: topP)
    seed = try given(.seed, or: seed)
    replaceUnknown = try given(.replaceUnknown, or: replaceUnknown)
  }
}
