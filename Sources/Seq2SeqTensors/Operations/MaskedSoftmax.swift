import CKernels

extension Tape {
  /// Softmax of each row of scores [rows, S] over its own source's length; 0 past the end.
  ///
  /// Backward: dscore[s] += w[s] (dw[s] - sum over u of w[u] dw[u]).
  package func maskedSoftmax(
    _ scores: Tensor, sentences: [Int32], source: SourceLayout
  ) -> Tensor {
    precondition(scores.columns == source.time && sentences.count == scores.rows)
    let weights = tensor(rows: scores.rows, columns: scores.columns)
    ck_masked_softmax(
      scores.values, sentences, source.lengths, weights.values, scores.rows, source.time)
    record {
      ck_masked_softmax_backward(
        weights.values, weights.gradient, sentences, source.lengths, scores.gradient, scores.rows,
        source.time)
    }
    return weights
  }
}
