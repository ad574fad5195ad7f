/// How a decoder state scores the encoder states.
public enum AttentionKind: String, Codable, CaseIterable, Sendable {
  /// No attention; the context is the last state.
  case none
  /// The inner product (Luong et al. 2015, section 3.1).
  case dot
  /// The inner product through a learned matrix (Luong et al. 2015, section 3.1).
  case general
  /// A one-layer network (Bahdanau et al. 2015, section 3.1).
  case additive
}
