import CKernels

extension Tape {
  /// y = x W^T + b for x [rows, inputs], W [outputs, inputs], b [outputs]; [rows, outputs].
  ///
  /// Backward: dx += dy W, dW += dy^T x, db += the sum of dy's rows.
  package func linear(_ x: Tensor, _ weight: Parameter, bias: Parameter? = nil) -> Tensor {
    precondition(x.columns == weight.columns)
    let y = tensor(rows: x.rows, columns: weight.rows)
    let input = productInput(x)
    multiply(input, rows: x.rows, weight, bias, into: y)
    record { [self] in
      let upstream = unknownInput(y.gradient, rows: y.rows, columns: y.columns)
      upstream.update(0..<y.rows)
      worker.products.multiply(
        upstream.rows(from: 0), rows: y.rows, packed.backward(weight), into: x.gradient,
        accumulate: true)
      addGradient(of: weight, upstream, input, rows: y.rows)
      if let bias {
        ck_add_column_sums(y.gradient, gradient(bias), y.rows, y.columns)
      }
    }
    return y
  }

  /// y = x W^T + b.
  func multiply(
    _ x: ProductInput, rows: Int, _ weight: Parameter, _ bias: Parameter?, into y: Tensor
  ) {
    if let bias {
      worker.products.multiply(
        x.rows(from: 0), rows: rows, packed.forward(weight), into: y.values, bias: weights(bias))
    } else {
      worker.products.multiply(
        x.rows(from: 0), rows: rows, packed.forward(weight), into: y.values, accumulate: false)
    }
  }
}
