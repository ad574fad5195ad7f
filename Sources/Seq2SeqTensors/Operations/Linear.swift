import CKernels

extension Tape {
  /// y = x W^T + b for x [rows, inputs], W [outputs, inputs], b [outputs]; [rows, outputs].
  ///
  /// Backward: dx += dy W, dW += dy^T x, db += the sum of dy's rows.
  package func linear(_ x: Tensor, _ weight: Parameter, bias: Parameter? = nil) -> Tensor {
    precondition(x.columns == weight.columns)
    let y = tensor(rows: x.rows, columns: weight.rows)
    if let bias { ck_fill_rows(weights(bias), y.values, y.rows, y.columns) }
    let input = productInput(x)
    worker.products.multiply(
      input.row(0), rows: x.rows, packed.forward(weight), into: y.values, accumulate: bias != nil)
    record { [self] in
      let upstream = unknownInput(y.gradient, rows: y.rows, columns: y.columns)
      upstream.update(0..<y.rows)
      worker.products.multiply(
        upstream.row(0), rows: y.rows, packed.backward(weight), into: x.gradient, accumulate: true)
      addGradient(of: weight, upstream, input, rows: y.rows)
      if let bias {
        ck_add_column_sums(y.gradient, gradient(bias), y.rows, y.columns)
      }
    }
    return y
  }
}
