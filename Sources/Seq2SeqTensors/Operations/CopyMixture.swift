import CKernels

extension Tape {
  /// The natural-log probabilities [rows, V + longest source] of what is generated or copied:
  ///
  ///     P(w) = p softmax(logits)[w] + (1 - p) sum over s that hold w of attention[s]
  ///
  /// with p = sigmoid(gate) (See et al. 2017, § 2.2, (9)). A row of an empty source generates: p = 1.
  /// Numbers that its source does not give a row are impossible. `logits` [rows, V] are those of the first
  /// rows of `source`. Nothing is recorded: see `copyLoss`.
  package func copyMixture(_ logits: Tensor, _ source: CopySource) -> Tensor {
    let mixture = scratch(rows: logits.rows, columns: logits.columns + source.tokens.longest)
    copyMixture(logits, source, into: mixture)
    return mixture
  }

  private func copyMixture(_ logits: Tensor, _ source: CopySource, into mixture: Tensor) {
    precondition(source.gates.rows >= logits.rows && mixture.rows == logits.rows)
    precondition(mixture.columns == logits.columns + source.tokens.longest)
    precondition(source.tokens.fits(vocabulary: logits.columns))
    source.withRows { part in
      for row in 0..<logits.rows {
        ck_copy_mixture(
          logits.values + row * logits.columns, logits.columns, part(row).row,
          source.tokens.longest, mixture.values + row * mixture.columns)
      }
    }
  }

  /// As `bestTokens` without a source, of what may be generated or copied. `scratch` [B, V] and `mixture`
  /// [B, V + longest source] are used up.
  package func bestTokens(
    _ x: Tensor, _ weight: Parameter, bias: Parameter, source: CopySource, rows: [Int],
    excluded: [Int32], scratch: Tensor, mixture: Tensor
  ) -> [Int32] {
    precondition(scratch.rows == x.rows && scratch.columns == weight.rows)
    precondition(rows.allSatisfy { $0 >= 0 && $0 < x.rows })
    precondition(excluded.allSatisfy { $0 >= 0 && Int($0) < weight.rows })
    project(x, weight, bias, into: scratch)
    copyMixture(scratch, source, into: mixture)
    return rows.map { row in
      let probabilities = mixture.values + row * mixture.columns
      for token in excluded { probabilities[Int(token)] = -.infinity }
      return ck_best_token(probabilities, mixture.columns)
    }
  }
}
