import CKernels

/// The gradient of a batch: what its tapes have collected, added up in the order of the tapes.
///
/// A matrix is cut into panels of rows that stay in a core's cache while all products of the batch are added
/// to them. Which thread takes a panel is left to chance; what is added in it, and in which order, is not.
package final class GradientSum: @unchecked Sendable {
  /// Laid out like the weights.
  package let gradient: FloatBuffer
  private let store: ParameterStore
  /// The parameters, by index, that hold something of the present batch; the others hold the last one's.
  private var isWritten: [Bool]
  /// The rows of each table that are not zero.
  private var touchedRows: [[Int32]]
  /// The sums of squares of each parameter's panels.
  private var squares: [[Double]]

  private struct Part {
    let parameter: Parameter
    let rows: Range<Int>
    /// The multiplications that it takes.
    let work: Int
  }

  package convenience init(_ store: ParameterStore) {
    self.init(store, adding: FloatBuffer(count: store.size))
    begin()
  }

  /// Adds to what a buffer holds.
  init(_ store: ParameterStore, adding gradient: FloatBuffer) {
    self.store = store
    self.gradient = gradient
    isWritten = store.parameters.map { _ in true }
    touchedRows = store.parameters.map { _ in [] }
    squares = store.parameters.map { _ in [] }
  }

  /// Begins a new batch.
  package func begin() {
    for index in isWritten.indices { isWritten[index] = false }
  }

  /// Adds what tapes have collected; more may follow.
  package func add(_ collected: [CollectedGradients], on pool: WorkerPool) throws {
    let parts = parts(collected)
    // The longest work first, so that no thread waits long for the last.
    let order = parts.indices.sorted { (parts[$0].work, $1) > (parts[$1].work, $0) }
    // A class of arrays must not be handed to several threads; what is added to is not theirs.
    nonisolated(unsafe) let collected = collected
    var sums = [Double](repeating: 0, count: parts.count)
    try sums.withUnsafeMutableBufferPointer { sums in
      nonisolated(unsafe) let sums = sums
      try pool.run(tasks: parts.count, as: .weightGradients) { task, worker in
        let index = order[task]
        add(parts[index], collected, worker)
        sums[index] = sumOfSquares(parts[index])
      }
    }
    for part in parts { squares[part.parameter.index].removeAll(keepingCapacity: true) }
    for (part, sum) in zip(parts, sums) { squares[part.parameter.index].append(sum) }
    finish(collected)
  }

  /// Of a panel, while it is still in the cache; of a table see `finish`.
  private func sumOfSquares(_ part: Part) -> Double {
    guard part.parameter.role != .table else { return 0 }
    let columns = part.parameter.columns
    return ck_sum_of_squares(
      gradient.pointer + part.parameter.offset + part.rows.lowerBound * columns,
      part.rows.count * columns)
  }

  /// The same on one worker alone.
  func add(_ collected: CollectedGradients, by worker: Worker) {
    for part in parts([collected]) { add(part, [collected], worker) }
    finish([collected])
  }

  /// Ends the batch: parameters that nothing was added to have no gradient. Returns the sum of the squares.
  package func finish() -> Double {
    var total = 0.0
    for parameter in store.parameters {
      let index = parameter.index
      if !isWritten[index] {
        clear(parameter, rows: 0..<parameter.rows)
        touchedRows[index].removeAll(keepingCapacity: true)
        isWritten[index] = true
        continue
      }
      let start = gradient.pointer + parameter.offset
      switch parameter.role {
      case .matrix: total += squares[index].reduce(0, +)
      case .bias: total += ck_sum_of_squares(start, parameter.count)
      case .table:
        // In order, because a sum must not depend on which sentence came first.
        touchedRows[index] = Array(Set(touchedRows[index])).sorted()
        for row in touchedRows[index] {
          total += ck_sum_of_squares(start + Int(row) * parameter.columns, parameter.columns)
        }
      }
    }
    return total
  }

  private func parts(_ collected: [CollectedGradients]) -> [Part] {
    var parts: [Part] = []
    for parameter in store.parameters
    where parameter.role != .bias && collected.contains(where: { $0.hasAny(for: parameter) }) {
      let height = parameter.role == .table ? parameter.rows : Self.panelRows(parameter.columns)
      let added = collected.reduce(0) { sum, tape in
        tape.products[parameter.index].reduce(sum) { $0 + $1.rows }
      }
      for first in stride(from: 0, to: parameter.rows, by: max(1, height)) {
        let rows = first..<min(first + height, parameter.rows)
        parts.append(
          Part(
            parameter: parameter, rows: rows, work: rows.count * parameter.columns * added))
      }
    }
    return parts
  }

  /// Half a MiB: half of a common second-level cache.
  private static func panelRows(_ columns: Int) -> Int {
    min(512, max(64, (1 << 17) / max(1, columns) / 64 * 64))
  }

  private func add(_ part: Part, _ collected: [CollectedGradients], _ worker: Worker) {
    let (parameter, index) = (part.parameter, part.parameter.index)
    var holds = isWritten[index]
    let start = gradient.pointer + parameter.offset + part.rows.lowerBound * parameter.columns
    for tape in collected {
      for product in tape.products[index] {
        worker.products.outerProduct(
          product, of: parameter, rows: part.rows, accumulate: holds, into: start)
        holds = true
      }
    }
    if !holds { clear(parameter, rows: part.rows) }
    for tape in collected {
      for lookup in tape.lookups[index] { add(lookup, to: part) }
    }
  }

  private func add(_ lookup: CollectedGradients.Lookup, to part: Part) {
    let (columns, rows) = (part.parameter.columns, part.rows)
    let table = gradient.pointer + part.parameter.offset
    for (place, identifier) in lookup.identifiers.enumerated() where rows.contains(Int(identifier))
    {
      ck_add(lookup.rows + place * columns, table + Int(identifier) * columns, columns)
    }
  }

  /// Sets rows to zero; in a table those that are not zero already.
  private func clear(_ parameter: Parameter, rows: Range<Int>) {
    let start = gradient.pointer + parameter.offset
    guard parameter.role == .table else {
      (start + rows.lowerBound * parameter.columns)
        .update(repeating: 0, count: rows.count * parameter.columns)
      return
    }
    for row in touchedRows[parameter.index] {
      (start + Int(row) * parameter.columns).update(repeating: 0, count: parameter.columns)
    }
  }

  /// What is no matrix, and the record of what holds something now.
  private func finish(_ collected: [CollectedGradients]) {
    for parameter in store.parameters {
      let index = parameter.index
      if parameter.role == .bias {
        if !isWritten[index] { clear(parameter, rows: 0..<parameter.rows) }
        for tape in collected {
          ck_add(tape.bias(parameter), gradient.pointer + parameter.offset, parameter.count)
        }
        isWritten[index] = true
      } else if collected.contains(where: { $0.hasAny(for: parameter) }) {
        if parameter.role == .table {
          if !isWritten[index] { touchedRows[index].removeAll(keepingCapacity: true) }
          for tape in collected {
            for lookup in tape.lookups[index] { touchedRows[index] += lookup.identifiers }
          }
        }
        isWritten[index] = true
      }
    }
  }
}

extension MatrixProducts {
  /// Some rows of a parameter's gradient = or += the product.
  fileprivate func outerProduct(
    _ product: CollectedGradients.OuterProduct, of parameter: Parameter, rows: Range<Int>,
    accumulate: Bool, into sum: UnsafeMutablePointer<Float>
  ) {
    let (y, x) = (product.y.numbers(0), product.x.numbers(0))
    let (first, leading) = (rows.lowerBound, parameter.rows)
    switch product.x.format {
    case .float32:
      outerProduct(
        y.assumingMemoryBound(to: Float.self) + first, leading: leading,
        x.assumingMemoryBound(to: Float.self), rows: product.rows, n: rows.count,
        k: parameter.columns, accumulate: accumulate, into: sum)
    case .bfloat16:
      outerProduct(
        y.assumingMemoryBound(to: UInt16.self) + first, leading: leading,
        x.assumingMemoryBound(to: UInt16.self), rows: product.rows, n: rows.count,
        k: parameter.columns, accumulate: accumulate, into: sum)
    case .int8, .int8InFloat32: preconditionFailure("quantized products have no gradients")
    }
  }
}
