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

  /// y[r] = the parameter's only row. Backward: its gradient += the sum of dy's rows.
  package func repeatedRow(_ bias: Parameter, rows: Int) -> Tensor {
    let y = tensor(rows: rows, columns: bias.columns)
    ck_fill_rows(weights(bias), y.values, rows, bias.columns)
    record { [self] in ck_add_column_sums(y.gradient, gradient(bias), rows, bias.columns) }
    return y
  }

  /// y = x m, element by element, for a mask m that has no gradient. Backward: dx += dy m.
  package func multiply(_ x: Tensor, _ mask: Tensor, into y: Tensor) {
    precondition(x.count == mask.count && x.count == y.count)
    ck_multiply(x.values, mask.values, y.values, x.count)
    record { ck_multiply_add(y.gradient, mask.values, x.gradient, x.count) }
  }
}
