import CKernels

extension Tape {
  /// y = a + b, written into `y`. Backward: da += dy, db += dy.
  package func add(_ a: Tensor, _ b: Tensor, into y: Tensor) {
    precondition(a.count == b.count && a.count == y.count)
    y.values.update(from: a.values, count: a.count)
    ck_add(b.values, y.values, b.count)
    record {
      ck_add(y.gradient, a.gradient, a.count)
      ck_add(y.gradient, b.gradient, b.count)
    }
  }
}
