import CKernels

extension Tape {
  /// Scores by a layer of tanh units (Bahdanau et al. 2015, appendix A.1.2): with
  /// z = query[r] + keys[s, sentence[r]],
  ///
  ///     score[r, s] = sum over j of v[j] tanh(z[j]); [rows, S], 0 past a source's end.
  ///
  /// `query` [rows, H], `keys` [S * B, H], v [1, H]; `sentences` says whose source each row looks at.
  ///
  /// Backward, with t = tanh(z) and dz[j] = dscore[r, s] v[j] (1 - t[j]^2): dquery[r] += dz, dkeys[s] += dz,
  /// dv += dscore[r, s] t. The t are worked out anew, so that no [rows, S, H] numbers are kept.
  package func additiveScores(
    query: Tensor, keys: Tensor, _ weight: Parameter, sentences: [Int32], source: SourceLayout
  ) -> Tensor {
    precondition(query.columns == keys.columns && keys.rows == source.time * source.batch)
    precondition(weight.rows == 1 && weight.columns == query.columns)
    precondition(sentences.count == query.rows)
    let scores = tensor(rows: query.rows, columns: source.time)
    ck_additive_scores(
      query.values, keys.values, weights(weight), sentences, source.lengths, scores.values,
      query.rows, source.time, source.batch, query.columns)
    record { [self] in
      ck_additive_scores_backward(
        query.values, keys.values, weights(weight), sentences, source.lengths, scores.gradient,
        query.gradient, keys.gradient, gradient(weight), query.rows, source.time, source.batch,
        query.columns)
    }
    return scores
  }
}
