import CKernels

extension Tape {
  /// `projectionLoss` of the mixture P of `copyMixture`: logits = x W^T + b, and with z = softmax(logits)
  ///
  ///     loss = (1 - e) (-log P[target]) + e / V * sum over v of -log z[v]
  ///
  /// so that only what is generated is smoothed: the copies have no fixed set to spread over. A target of V
  /// or more is a copy alone. With weights w an error at a target counts w[target], as a copy w[unknown],
  /// and the smoothing of v counts w[v].
  ///
  /// `x` [rows, H] are predictions of the rows `sourceRows` of `source`. While recording, gradients are
  /// worked out at once: let r = p z[target] / P[target] be how probable it is that the target was generated
  /// and c the sum of the attention to it. Then, times (1 - e) w[target] scale,
  ///
  ///     dlogits = r (z - onehot),    dattention[s] = -(1 - r) / c where s holds the target,
  ///     dgate = p - r
  package func copyLoss(
    _ x: Tensor, _ weight: Parameter, bias: Parameter, source: CopySource, sourceRows: [Int32],
    targets: [Int32], smoothing: Float, scale: Float, unknown: Int32,
    weights tokenWeights: TokenWeights? = nil
  ) -> LossSums {
    let vocabulary = weight.rows
    precondition(tokenWeights == nil || tokenWeights?.values.count == vocabulary)
    precondition(targets.count == x.rows && x.columns == weight.columns)
    precondition(sourceRows.count == x.rows)
    precondition(sourceRows.allSatisfy { $0 >= 0 && Int($0) < source.gates.rows })
    precondition(targets.allSatisfy { $0 >= 0 && Int($0) < vocabulary + source.tokens.longest })
    precondition(source.tokens.fits(vocabulary: vocabulary))
    var sums = LossSums()
    let logits = ChunkLogits(self, rows: x.rows, columns: vocabulary)
    let attention = scratch(rows: 1, columns: max(1, source.tokens.longest))
    let gradientScale = isRecording ? scale : 0
    for first in stride(from: 0, to: x.rows, by: Tape.chunkRows) {
      let chunk = x.slice(first..<min(first + Tape.chunkRows, x.rows))
      let part = logits.part(first..<first + chunk.rows)
      let input = project(chunk, weight, bias, into: part)
      source.withRows { sourceRow in
        for row in 0..<chunk.rows {
          let (target, place) = (targets[first + row], Int(sourceRows[first + row]))
          let own = Int(target) < vocabulary ? target : unknown
          let targetWeight = tokenWeights.map { Double($0.values[Int(own)]) } ?? 1
          let (values, attended) = sourceRow(place)
          var result = ck_row_loss()
          func work(_ weights: UnsafePointer<Float>?) {
            ck_copy_loss(
              part.values + row * vocabulary, vocabulary, values,
              ck_copy_target(
                target: target, target_weight: targetWeight, weights: weights,
                weight_sum: tokenWeights?.sum ?? 0, smoothing: smoothing),
              gradientScale, attention.values, isRecording ? attended.gradient : nil,
              isRecording ? source.gates.gradient + place : nil, &result)
          }
          if let tokenWeights {
            tokenWeights.values.withUnsafeBufferPointer { work($0.baseAddress) }
          } else {
            work(nil)
          }
          sums.weight += targetWeight
          sums.loss += result.loss
          sums.negativeLogLikelihood += result.negative_log_likelihood
          sums.correct += result.best == target && target != unknown ? 1 : 0
        }
      }
      if gradientScale != 0 { projectBack(chunk, input, weight, bias, part) }
    }
    sums.tokens = targets.count
    return sums
  }
}
