import CKernels

extension Tape {
  /// y = x m with m = 0 at a share of `rate` of the places, else 1 / (1 - rate) (Srivastava et al. 2014).
  ///
  /// Returns x itself when there is nothing to drop. Backward: dx += dy m.
  package func dropout(_ x: Tensor, rate: Float) -> Tensor {
    guard rate > 0, let mask = dropoutMask(rows: x.rows, columns: x.columns, rate: rate) else {
      return x
    }
    let y = tensor(rows: x.rows, columns: x.columns)
    ck_multiply(x.values, mask.values, y.values, x.count)
    record { ck_multiply_add(y.gradient, mask.values, x.gradient, x.count) }
    return y
  }

  /// A mask of its own stream; nil when there is no dropout.
  package func dropoutMask(rows: Int, columns: Int, rate: Float) -> Tensor? {
    guard rate > 0, let (source, stream) = nextDropout() else { return nil }
    let mask = arena.tensor(rows: rows, columns: columns, gradient: false)
    ck_dropout_mask(mask.values, mask.count, rate, source.seed, source.update, stream)
    return mask
  }
}
