/// How much goes into one update.
public enum BatchSize: Codable, Equatable, Sendable {
  /// So many sentence pairs.
  case sentences(Int)
  /// At most so many target tokens, padding included.
  case tokens(Int)

  enum CodingKeys: String, CodingKey {
    case sentences, tokens
  }

  /// Reads `{sentences: N}` or `{tokens: N}`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let sentences = try container.decodeIfPresent(Int.self, forKey: .sentences)
    let tokens = try container.decodeIfPresent(Int.self, forKey: .tokens)
    switch (sentences, tokens) {
    case (let count?, nil): self = .sentences(count)
    case (nil, let count?): self = .tokens(count)
    default:
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "not one of sentences and tokens"))
    }
  }

  /// Writes `{sentences: N}` or `{tokens: N}`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .sentences(let count): try container.encode(count, forKey: .sentences)
    case .tokens(let count): try container.encode(count, forKey: .tokens)
    }
  }
}
