/// How often the decoder is fed the reference instead of its own last guess while training.
public struct TeacherForcing: Codable, Equatable, Sendable {
  /// How the share of references changes while training (Bengio et al. 2015, section 2.4).
  public enum Schedule: String, Codable, CaseIterable, Sendable {
    /// The same share throughout.
    case constant
    /// Along a straight line to the final share.
    case linear
    /// By a constant factor each update.
    case exponential
    /// Along a falling logistic curve.
    case inverseSigmoid = "inverse_sigmoid"
  }

  /// The share of steps that see the reference at the start, from 0 to 1.
  public var ratio = 1.0
  /// How the share changes.
  public var schedule = Schedule.constant
  /// The share at the end, from 0 to 1.
  public var finalRatio = 1.0

  /// Pure teacher forcing.
  public init() {}

  enum CodingKeys: String, CodingKey {
    case ratio, schedule
    case finalRatio = "final_ratio"
  }

  /// Reads what is given and takes the defaults for the rest.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    ratio = try container.decodeIfPresent(Double.self, forKey: .ratio) ?? ratio
    schedule = try container.decodeIfPresent(Schedule.self, forKey: .schedule) ?? schedule
    finalRatio = try container.decodeIfPresent(Double.self, forKey: .finalRatio) ?? finalRatio
  }
}
