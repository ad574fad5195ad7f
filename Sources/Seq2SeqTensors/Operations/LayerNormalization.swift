import CKernels

extension Tape {
  /// y += gain n, where n is x with each gate's part of a row brought to mean 0 and variance 1 (layer
  /// normalisation, Ba et al. 2016, equation 4; the shift is what y held before).
  ///
  /// `x` and `y` are [rows, gates * H], `gain` [gates * H]. With the mean m and the standard deviation
  /// s = sqrt(variance + 1e-5) of the H numbers of a part:
  ///
  ///     n = (x - m) / s        y += gain n
  ///
  /// Backward, with dn = gain dy: dx += (dn - mean(dn) - n mean(dn n)) / s, dgain += the sum of the rows
  /// of dy n.
  package func addNormalized(_ x: Tensor, gain: Parameter, gates: Int, into y: Tensor) {
    precondition(x.rows == y.rows && x.columns == y.columns && gain.count == x.columns)
    precondition(gates > 0 && x.columns % gates == 0)
    let size = x.columns / gates
    ck_add_normalized(x.values, weights(gain), y.values, x.rows, gates, size)
    record { [self] in
      ck_add_normalized_backward(
        x.values, weights(gain), y.gradient, x.gradient, gradient(gain), x.rows, gates, size)
    }
  }
}
