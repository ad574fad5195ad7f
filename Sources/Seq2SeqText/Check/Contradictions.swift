/// Sources that have several different targets in one file.
public struct Contradictions: Sendable, Equatable, Encodable {
  /// One of them.
  public struct Example: Sendable, Equatable, Encodable {
    /// The source.
    public var source: String
    /// Its first different targets.
    public var targets: [String]
    /// The numbers of the lines, from 1, where each of these stands first.
    public var lines: [Int]
  }

  /// The number of such sources.
  public var sources = 0
  /// The lines that have such a source.
  public var lines = 0
  /// The first of them.
  public var examples: [Example] = []
}
