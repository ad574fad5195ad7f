/// y[t] += x[t] W^T, one time step after another, where x[t] is known only when step t - 1 is done.
///
/// The weight gradient is one product over all steps: it is recorded before the first step, so that on
/// the way back it runs after the last.
///
/// Backward: dx[t] += dy[t] W at each step, then dW += dY^T X once.
package struct UnrolledProduct {
  private let tape: Tape
  private let inputs: Tensor
  private let outputs: Tensor
  private let weight: Parameter
  private let known: ProductInput
  /// The gradients of `outputs`; only while recording.
  private let upstream: ProductInput?

  /// `inputs` [T * B, inputs] and `outputs` [T * B, outputs] are whole sequences.
  package init(_ tape: Tape, from inputs: Tensor, _ weight: Parameter, addingTo outputs: Tensor) {
    precondition(inputs.columns == weight.columns && outputs.columns == weight.rows)
    precondition(inputs.rows == outputs.rows)
    self.tape = tape
    self.inputs = inputs
    self.outputs = outputs
    self.weight = weight
    let known = tape.unknownInput(inputs.values, rows: inputs.rows, columns: inputs.columns)
    let upstream =
      tape.isRecording
      ? tape.unknownInput(outputs.gradient, rows: outputs.rows, columns: outputs.columns) : nil
    self.known = known
    self.upstream = upstream
    guard let upstream else { return }
    tape.record { [unowned tape] in
      tape.addGradient(of: weight, upstream, known, rows: inputs.rows)
    }
  }

  /// Adds the product of some rows, as a rule those of one time step.
  ///
  /// - Parameter areZeros: whether these inputs are zeros, as before the first step, whose product nobody needs
  ///   to work out, nor their gradient.
  package func add(_ rows: Range<Int>, areZeros: Bool = false) {
    let y = outputs.slice(rows)
    known.update(rows)
    if areZeros {
      if let upstream { tape.record { upstream.update(rows) } }
      return
    }
    tape.worker.products.multiply(
      known.rows(from: rows.lowerBound), rows: rows.count, tape.packed.forward(weight),
      into: y.values,
      accumulate: true)
    guard let upstream else { return }
    let x = inputs.slice(rows)
    tape.record { [weight, unowned tape] in
      upstream.update(rows)
      tape.worker.products.multiply(
        upstream.rows(from: rows.lowerBound), rows: rows.count, tape.packed.backward(weight),
        into: x.gradient, accumulate: true)
    }
  }
}
