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

  /// `inputs` [T * B, inputs] and `outputs` [T * B, outputs] are whole sequences.
  package init(_ tape: Tape, from inputs: Tensor, _ weight: Parameter, addingTo outputs: Tensor) {
    precondition(inputs.columns == weight.columns && outputs.columns == weight.rows)
    precondition(inputs.rows == outputs.rows)
    self.tape = tape
    self.inputs = inputs
    self.outputs = outputs
    self.weight = weight
    tape.record {
      tape.worker.products.addOuterProduct(
        outputs.gradient, inputs.values, rows: inputs.rows, n: weight.rows, k: weight.columns,
        into: tape.gradient(weight))
    }
  }

  /// Adds the product of some rows, as a rule those of one time step.
  package func add(_ rows: Range<Int>) {
    let x = inputs.slice(rows)
    let y = outputs.slice(rows)
    let (tape, weight) = (tape, weight)
    tape.worker.products.multiply(
      x.values, rows: x.rows, tape.packed.forward(weight), into: y.values, accumulate: true)
    tape.record {
      tape.worker.products.multiply(
        y.gradient, rows: y.rows, tape.packed.backward(weight), into: x.gradient, accumulate: true)
    }
  }
}
