/// Some rows of a projection, packed to work out the logits of some tokens alone.
package final class ProjectionPart {
  /// The tokens, rising: the numbers of the rows.
  package let tokens: [Int32]
  private let matrix: PackedMatrix
  private let bias: FloatBuffer

  /// Takes over the rows `tokens` of W [V, H] and of b [V].
  package init(
    _ store: ParameterStore, weight: Parameter, bias: Parameter, tokens: [Int32],
    format: NumberFormat, by worker: Worker
  ) throws {
    precondition(tokens.allSatisfy { $0 >= 0 && Int($0) < weight.rows })
    self.tokens = tokens
    let columns = weight.columns
    let rows = FloatBuffer(count: tokens.count * columns)
    self.bias = FloatBuffer(count: tokens.count)
    let (from, fromBias) = (store.pointer(weight), store.pointer(bias))
    for (place, token) in tokens.enumerated() {
      (rows.pointer + place * columns).update(from: from + Int(token) * columns, count: columns)
      self.bias.pointer[place] = fromBias[Int(token)]
    }
    matrix = try PackedMatrix(
      outputs: tokens.count, inputs: columns, format: format, lowTiles: true)
    for slice in matrix.slices {
      try worker.products.pack(
        rows.pointer, leading: columns, transposed: false, slice: slice, of: matrix)
    }
  }

  /// The logits of its tokens for x [rows, H], written to [rows, tokens].
  package func project(_ x: Tensor, on tape: Tape, into logits: Tensor) {
    precondition(logits.columns == tokens.count && logits.rows == x.rows)
    let input = tape.productInput(x)
    tape.worker.products.multiply(
      input.rows(from: 0), rows: x.rows, matrix, into: logits.values, bias: bias.pointer)
  }

  /// Some of the logits of one row, as a row of their own.
  package static func row(
    _ row: Int, of logits: Tensor, places: [Int], on tape: Tape
  ) -> Tensor {
    precondition(row >= 0 && row < logits.rows)
    assert(places.allSatisfy { $0 >= 0 && $0 < logits.columns })
    let own = tape.tensor(rows: 1, columns: places.count)
    let all = logits.values + row * logits.columns
    for (index, place) in places.enumerated() { own.values[index] = all[place] }
    return own
  }
}
