/// Which embedding matrices are one and the same.
public enum TieEmbeddings: String, Codable, CaseIterable, Sendable {
  /// None.
  case `false`
  /// The target embedding and the projection to the vocabulary (Press and Wolf 2017).
  case target
  /// The source embedding as well.
  case all
}
