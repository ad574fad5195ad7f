import CKernels

extension Tape {
  /// context[r] = sum over s of weights[r, s] states[s, sentence[r]], written into `context` [rows, C].
  ///
  /// `weights` [rows, S], `states` [S * B, C].
  ///
  /// Backward: dweights[r, s] += dcontext[r] · states[s], dstates[s] += weights[r, s] dcontext[r].
  package func weightedSum(
    weights: Tensor, states: Tensor, sentences: [Int32], source: SourceLayout,
    into context: Tensor
  ) {
    precondition(states.rows == source.time * source.batch && context.columns == states.columns)
    precondition(sentences.count == weights.rows && context.rows == weights.rows)
    ck_weighted_sum(
      weights.values, states.values, sentences, source.lengths, context.values, weights.rows,
      source.time, source.batch, states.columns)
    record {
      ck_weighted_sum_backward(
        weights.values, states.values, sentences, source.lengths, context.gradient,
        weights.gradient, states.gradient, weights.rows, source.time, source.batch, states.columns)
    }
  }
}
