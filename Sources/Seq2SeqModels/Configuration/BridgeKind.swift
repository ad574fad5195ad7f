/// How the last encoder state becomes the first decoder state.
public enum BridgeKind: String, Codable, CaseIterable, Sendable {
  /// The decoder starts from zeros.
  case zero
  /// The decoder starts from the last encoder state as it is.
  case copy
  /// A learned linear layer in between.
  case linear
}
