/// The highest rate of matrix products on this machine: what training can be held against.
package enum ProductBenchmark {
  /// Floating-point operations a second of all workers together, the best of several rounds, for products of
  /// the sizes that training has (one tile of rows, `outputs` columns, depth `inputs`).
  package static func peak(
    on pool: WorkerPool, format: NumberFormat = .float32, outputs: Int = 2048, inputs: Int = 512,
    rounds: Int = 7
  ) throws -> Double {
    var best = 0.0
    let clock = ContinuousClock()
    let matrices = try (0..<pool.count).map { _ in
      try PackedMatrix(outputs: outputs, inputs: inputs, format: format)
    }
    let repetitions = 400
    for _ in 0..<rounds {
      let start = clock.now
      try pool.run(tasks: pool.count) { index, worker in
        worker.arena.reset()
        let x = worker.arena.tensor(rows: Arena.tileRows, columns: inputs, gradient: false)
        let y = worker.arena.tensor(rows: Arena.tileRows, columns: outputs, gradient: false)
        x.values.update(repeating: 0.5, count: x.count)
        let input = ProductInput(
          x.values, rows: x.rows, columns: inputs, format: format, arena: worker.arena)
        input.update(0..<x.rows)
        for _ in 0..<repetitions {
          worker.products.multiply(
            input.rows(from: 0), rows: x.rows, matrices[index], into: y.values, accumulate: false)
        }
      }
      let operations = 2.0 * Double(Arena.tileRows * outputs * inputs * repetitions * pool.count)
      best = max(best, operations / ((clock.now - start) / .seconds(1)))
    }
    return best
  }

  /// Operations of matrix products that the pool's workers have done so far.
  package static func operations(of pool: WorkerPool) throws -> Double {
    try pool.sum { $0.products.operations }
  }
}
