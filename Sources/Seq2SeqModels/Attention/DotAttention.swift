import Seq2SeqTensors

/// score(h, s) = h^T s (Luong et al. 2015, § 3.1, "dot"). It has no weights; both states must have one
/// width (C = H).
struct DotAttention: AttentionMechanism {
  func keys(_ tape: Tape, _ states: Tensor) -> Tensor { states }

  func scores(
    _ tape: Tape, query: Tensor, keys: Tensor, sentences: [Int32], source: SourceLayout
  ) -> Tensor {
    tape.attentionScores(query: query, keys: keys, sentences: sentences, source: source)
  }
}
