import CKernels

extension Tape {
  /// y = [x_0, x_1, …] side by side. Backward: each part's gradient is added to its own columns of dy.
  package func concatenate(_ parts: [Tensor]) -> Tensor {
    guard let first = parts.first, parts.count > 1 else { return parts[0] }
    precondition(parts.allSatisfy { $0.rows == first.rows })
    let columns = parts.reduce(0) { $0 + $1.columns }
    let y = tensor(rows: first.rows, columns: columns)
    var offset = 0
    for part in parts {
      ck_place_columns(part.values, y.values, y.rows, part.columns, columns, offset)
      offset += part.columns
    }
    record {
      var offset = 0
      for part in parts {
        ck_add_columns(y.gradient, part.gradient, y.rows, part.columns, columns, offset)
        offset += part.columns
      }
    }
    return y
  }
}
