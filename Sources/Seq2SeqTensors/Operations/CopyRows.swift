import CKernels

extension Tape {
  /// Copies x into `result`. Backward: dx += dresult.
  package func copy(_ x: Tensor, into result: Tensor) {
    precondition(x.count == result.count)
    result.values.update(from: x.values, count: x.count)
    record { ck_add(result.gradient, x.gradient, x.count) }
  }

  /// y[r] = x[rows[r]]. Backward: dx[rows[r]] += dy[r].
  package func gather(_ x: Tensor, rows: [Int32]) -> Tensor {
    precondition(rows.allSatisfy { $0 >= 0 && Int($0) < x.rows })
    let y = tensor(rows: rows.count, columns: x.columns)
    ck_gather_rows(x.values, rows, y.values, rows.count, x.columns)
    record { ck_scatter_add_rows(y.gradient, rows, x.gradient, rows.count, x.columns) }
    return y
  }
}
