import Seq2SeqTensors

/// How well a decoder state fits each source state. The plug-in point for new attentions: a type in a file
/// of its own beside this one, and its case in `makeAttention`.
///
/// Softmax, weighted sum and the attentional state are the decoder's, the same for all attentions.
package protocol AttentionMechanism: Sendable {
  /// A matrix that decoder states [T * B, H] pass through before they are compared; nil: they are the
  /// queries as they are.
  var queryWeight: Parameter? { get }
  /// What queries are compared with [S * B, H]; worked out once for a source of states [S * B, C].
  func keys(_ tape: Tape, _ states: Tensor) -> Tensor
  /// Scores [rows, S] of queries [rows, H], before the softmax; 0 past a source's end. `sentences` says
  /// whose source each row looks at. A row's scores must not depend on the other rows.
  func scores(
    _ tape: Tape, query: Tensor, keys: Tensor, sentences: [Int32], source: SourceLayout
  ) -> Tensor
}

extension AttentionMechanism {
  package var queryWeight: Parameter? { nil }
}

extension AttentionKind {
  /// Declares the parameters of an attention of this kind, under `decoder.attention`; nil for none.
  func makeAttention(
    _ model: ModelConfiguration, _ builder: inout ParameterBuilder
  ) -> (any AttentionMechanism)? {
    switch self {
    case .none: nil
    case .dot: DotAttention()
    case .general: GeneralAttention(model, &builder)
    case .additive: AdditiveAttention(model, &builder)
    }
  }
}
