import CKernels

extension Tape {
  /// Dot-product scores: score[r, s] = query[r] · keys[s, sentence[r]]; [rows, S], 0 past a source's end.
  ///
  /// `query` [rows, H], `keys` [S * B, H]; `sentences` says whose source each row looks at.
  ///
  /// Backward: dquery[r] += sum over s of dscore[r, s] keys[s], dkeys[s] += dscore[r, s] query[r].
  package func attentionScores(
    query: Tensor, keys: Tensor, sentences: [Int32], source: SourceLayout
  ) -> Tensor {
    precondition(query.columns == keys.columns && keys.rows == source.time * source.batch)
    precondition(sentences.count == query.rows)
    let scores = tensor(rows: query.rows, columns: source.time)
    ck_attention_scores(
      query.values, keys.values, sentences, source.lengths, scores.values, query.rows, source.time,
      source.batch, query.columns)
    record {
      ck_attention_scores_backward(
        query.values, keys.values, sentences, source.lengths, scores.gradient, query.gradient,
        keys.gradient, query.rows, source.time, source.batch, query.columns)
    }
    return scores
  }
}
