/// The recurrent cell of the encoder and the decoder.
public enum CellKind: String, Codable, CaseIterable, Sendable {
  /// The simple recurrent cell: one hyperbolic tangent (Elman 1990).
  case rnn
  /// The gated recurrent unit (Cho et al. 2014, section 2.3).
  case gru
  /// Long short-term memory with a forget gate (Gers et al. 2000).
  case lstm
}
