import CKernels

extension Tape {
  /// Looks rows up: y[r] = table[identifiers[r]]; [rows, E].
  ///
  /// Backward: dtable[identifiers[r]] += dy[r].
  package func embedding(_ identifiers: [Int32], _ table: Parameter) -> Tensor {
    let result = tensor(rows: identifiers.count, columns: table.columns)
    embedding(identifiers, table, into: result)
    return result
  }

  /// Looks rows up into `result`.
  package func embedding(_ identifiers: [Int32], _ table: Parameter, into result: Tensor) {
    let limit = Int32(truncatingIfNeeded: table.rows)
    precondition(identifiers.allSatisfy { (0..<limit).contains($0) }, "a token has no row")
    precondition(result.rows == identifiers.count && result.columns == table.columns)
    if let quantized = store.quantized(table) {
      ck_gather_quantized_rows(
        quantized.values.baseAddress, quantized.scales.baseAddress, identifiers, result.values,
        identifiers.count, table.columns)
    } else {
      ck_gather_rows(
        weights(table), identifiers, result.values, identifiers.count, table.columns)
    }
    record { [self] in addGradient(of: table, rows: result.gradient, at: identifiers) }
  }
}
