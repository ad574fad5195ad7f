/// The languages of the two sides, as people or services name them (`en`, `ko`).
public struct LanguagePair: Codable, Equatable, Sendable {
  /// The language translated from.
  public var source: String
  /// The language translated into.
  public var target: String

  /// Names both languages.
  public init(source: String, target: String) {
    self.source = source
    self.target = target
  }
}
