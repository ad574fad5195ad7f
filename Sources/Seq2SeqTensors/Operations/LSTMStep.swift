import CKernels

extension Tape {
  /// One step of an LSTM (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000).
  ///
  /// `gates` [B, 4H] holds the pre-activations a in the order i, f, g, o:
  ///
  ///     i, f, o = sigmoid(a_i, a_f, a_o)    g = tanh(a_g)
  ///     c' = f c + i g                      h' = o tanh(c')
  ///
  /// Rows whose sentence has ended (`time >= lengths[row]`) keep c and h. Results are written into
  /// `cell` and `hidden` [B, H]; `gates` receives the activations.
  ///
  /// Backward, with s = dc' + dh' o (1 - tanh(c')^2): da_i = s g i (1 - i), da_f = s c f (1 - f),
  /// da_g = s i (1 - g^2), da_o = dh' tanh(c') o (1 - o), dc += s f. The gradient of `gates` is that of
  /// the pre-activations.
  package func lstmStep(
    gates: Tensor, previous: (hidden: Tensor, cell: Tensor), hidden: Tensor, cell: Tensor,
    time: Int, lengths: [Int32]?
  ) {
    let (rows, size) = (hidden.rows, hidden.columns)
    precondition(gates.rows == rows && gates.columns == 4 * size)
    let now = Int32(truncatingIfNeeded: time)
    StepLengths.withPointer(lengths) { lengths in
      ck_lstm_forward(
        gates.values, previous.cell.values, previous.hidden.values, cell.values, hidden.values,
        lengths, now, rows, size)
    }
    record {
      StepLengths.withPointer(lengths) { lengths in
        ck_lstm_backward(
          gates.values, previous.cell.values, cell.values, hidden.gradient, cell.gradient,
          gates.gradient, previous.cell.gradient, previous.hidden.gradient, lengths, now, rows,
          size)
      }
    }
  }
}
