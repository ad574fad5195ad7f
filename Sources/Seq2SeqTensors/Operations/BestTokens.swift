import CKernels

extension Tape {
  /// The most probable token of some rows under logits = x W^T + b, the first in a tie, `excluded` tokens
  /// left out. Nothing is recorded: a choice has no gradient.
  ///
  /// `x` [B, H], W [V, H], b [V]; `scratch` [B, V] is used up.
  package func bestTokens(
    _ x: Tensor, _ weight: Parameter, bias: Parameter, rows: [Int], excluded: [Int32],
    scratch: Tensor
  ) -> [Int32] {
    precondition(scratch.rows == x.rows && scratch.columns == weight.rows)
    precondition(rows.allSatisfy { $0 >= 0 && $0 < x.rows })
    precondition(excluded.allSatisfy { $0 >= 0 && Int($0) < weight.rows })
    project(x, weight, bias, into: scratch)
    return rows.map { row in
      let logits = scratch.values + row * weight.rows
      for token in excluded { logits[Int(token)] = -.infinity }
      return ck_best_token(logits, weight.rows)
    }
  }
}
