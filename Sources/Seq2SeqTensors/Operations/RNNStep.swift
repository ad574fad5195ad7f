import CKernels

extension Tape {
  /// One step of a plain recurrent network with tanh (Elman 1990).
  ///
  /// `gates` [B, H] holds the pre-activations a = W x + b + U h:
  ///
  ///     h' = tanh(a)
  ///
  /// Rows whose sentence has ended (`time >= lengths[row]`) keep h. The result is written into `hidden`
  /// [B, H], and into `gates`.
  ///
  /// Backward: da = dh' (1 - h'^2). The gradient of `gates` is that of the pre-activations; h gets its
  /// own by the product that made them.
  package func rnnStep(
    gates: Tensor, previous: Tensor, hidden: Tensor, time: Int, lengths: [Int32]?
  ) {
    let (rows, size) = (hidden.rows, hidden.columns)
    precondition(gates.rows == rows && gates.columns == size)
    precondition(previous.rows == rows && previous.columns == size)
    let now = Int32(truncatingIfNeeded: time)
    StepLengths.withPointer(lengths) { lengths in
      ck_rnn_forward(
        gates.values, previous.values, hidden.values, lengths, now, rows, size)
    }
    record {
      StepLengths.withPointer(lengths) { lengths in
        ck_rnn_backward(
          hidden.values, hidden.gradient, gates.gradient, previous.gradient, lengths, now, rows,
          size)
      }
    }
  }
}
