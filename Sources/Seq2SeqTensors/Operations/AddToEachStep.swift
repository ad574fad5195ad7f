import CKernels

extension Tape {
  /// y[t * B + r] += x[rows[r]] at every step t: what is the same at all steps of a sentence is worked out
  /// once and added to each.
  ///
  /// `x` has a row for each sentence, y [T * B, N] as many columns; B is the count of `rows`.
  ///
  /// Backward: dx[rows[r]] += the sum over t of dy[t * B + r].
  package func addToEachStep(_ x: Tensor, rows: [Int32], to y: Tensor) {
    precondition(!rows.isEmpty && y.rows % rows.count == 0 && x.columns == y.columns)
    precondition(rows.allSatisfy { $0 >= 0 && Int($0) < x.rows })
    let starts = stride(from: 0, to: y.count, by: rows.count * y.columns)
    for start in starts {
      ck_add_gathered_rows(x.values, rows, y.values + start, rows.count, x.columns)
    }
    record {
      for start in starts {
        ck_scatter_add_rows(y.gradient + start, rows, x.gradient, rows.count, x.columns)
      }
    }
  }
}
