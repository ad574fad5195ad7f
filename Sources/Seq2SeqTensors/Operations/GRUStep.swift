import CKernels

extension Tape {
  /// One step of a gated recurrent unit (Cho et al. 2014) as PyTorch computes it: the reset gate acts on
  /// the product with the state and not on the state, so that one product serves all gates.
  ///
  /// `gates` [B, 3H] holds the input's part of the pre-activations a = W x + b in the order r, z, n,
  /// `recurrent` [B, 3H] the state's part u = U h, and `bias` [H] is b_n, which the reset gate scales:
  ///
  ///     r, z = sigmoid(a_r + u_r, a_z + u_z)    m = u_n + b_n
  ///     n = tanh(a_n + r m)                     h' = (1 - z) n + z h
  ///
  /// Rows whose sentence has ended (`time >= lengths[row]`) keep h. The result is written into `hidden`
  /// [B, H]; `gates` receives the activations.
  ///
  /// Backward: da_n = dh' (1 - z) (1 - n^2), dm = da_n r, da_r = da_n m r (1 - r),
  /// da_z = dh' (h - n) z (1 - z), dh += dh' z; du_r = da_r, du_z = da_z, du_n = dm, db_n += the sum of
  /// dm's rows. The gradient of `gates` is that of the pre-activations.
  package func gruStep(
    gates: Tensor, recurrent: Tensor, bias: Parameter, previous: Tensor, hidden: Tensor, time: Int,
    lengths: [Int32]?
  ) {
    let (rows, size) = (hidden.rows, hidden.columns)
    precondition(gates.rows == rows && gates.columns == 3 * size)
    precondition(recurrent.rows == rows && recurrent.columns == 3 * size)
    precondition(previous.rows == rows && previous.columns == size && bias.count == size)
    let now = Int32(truncatingIfNeeded: time)
    StepLengths.withPointer(lengths) { lengths in
      ck_gru_forward(
        gates.values, recurrent.values, weights(bias), previous.values, hidden.values, lengths, now,
        rows, size)
    }
    record { [self] in
      StepLengths.withPointer(lengths) { lengths in
        ck_gru_backward(
          gates.values, recurrent.values, weights(bias), previous.values, hidden.gradient,
          gates.gradient, recurrent.gradient, gradient(bias), previous.gradient, lengths, now, rows,
          size)
      }
    }
  }
}
