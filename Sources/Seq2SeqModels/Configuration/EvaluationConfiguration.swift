/// How hypotheses are compared with references.
public struct EvaluationConfiguration: Codable, Equatable, Sendable {
  /// The names of the metrics, in the order they are shown.
  public var metrics = ["bleu", "chrf"]

  /// BLEU and chrF.
  public init() {}

  enum CodingKeys: String, CodingKey {
    case metrics
  }

  /// Reads what is given and takes the defaults for the rest.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    metrics = try container.decodeIfPresent([String].self, forKey: .metrics) ?? metrics
  }
}
