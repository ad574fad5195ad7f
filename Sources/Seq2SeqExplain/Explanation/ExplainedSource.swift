/// A source line on its way into the encoder.
public struct ExplainedSource: Codable, Equatable, Sendable {
  /// The line as it was given.
  public var text: String
  /// What the tokenizer cut: NFC, and lower case if the model asks for it.
  public var normalized: String
  /// What the encoder read.
  public var tokens: [ExplainedToken]
  /// How many tokens the line has, if only its beginning was read.
  public var truncatedFrom: Int?
}
