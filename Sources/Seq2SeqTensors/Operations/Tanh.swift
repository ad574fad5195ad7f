import CKernels

extension Tape {
  /// y = tanh(x), times a dropout mask if given; written into `result`, which has x's shape.
  ///
  /// Backward: dx += dy m (1 - tanh(x)^2).
  package func tanh(_ x: Tensor, mask: Tensor? = nil, into result: Tensor) {
    precondition(x.count == result.count)
    guard let mask else {
      ck_tanh(x.values, result.values, x.count)
      record { ck_tanh_backward(result.values, result.gradient, x.gradient, x.count) }
      return
    }
    precondition(mask.count == x.count)
    let squashed = tensor(rows: x.rows, columns: x.columns)
    ck_tanh(x.values, squashed.values, x.count)
    ck_multiply(squashed.values, mask.values, result.values, x.count)
    record {
      ck_multiply_add(result.gradient, mask.values, squashed.gradient, x.count)
      ck_tanh_backward(squashed.values, squashed.gradient, x.gradient, x.count)
    }
  }

  /// y = tanh(x).
  package func tanh(_ x: Tensor) -> Tensor {
    let result = tensor(rows: x.rows, columns: x.columns)
    tanh(x, into: result)
    return result
  }
}
