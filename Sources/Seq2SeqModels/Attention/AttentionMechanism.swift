import Seq2SeqTensors

/// How well a decoder state fits each source state. The plug-in point for new attentions.
package protocol AttentionMechanism: Sendable {
  /// What queries are compared with [S * B, H]; worked out once for a source.
  func keys(_ tape: Tape, _ states: Tensor) -> Tensor
  /// Scores [rows, S] of queries [rows, H], before the softmax.
  func scores(
    _ tape: Tape, query: Tensor, keys: Tensor, sentences: [Int32], source: SourceLayout
  ) -> Tensor
}

extension AttentionKind {
  /// Declares the parameters of an attention of this kind; nil for none.
  func makeAttention(
    _ model: ModelConfiguration, _ builder: inout ParameterBuilder
  ) -> (any AttentionMechanism)? {
    switch self {
    case .none: nil
    case .general, .dot, .additive: GeneralAttention(model, &builder)
    }
  }
}
