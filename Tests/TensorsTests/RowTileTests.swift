import Foundation
import Testing

@testable import Seq2SeqTensors

/// A row of a product has the same bits whatever its place, the number of rows and its neighbours.
@Suite struct RowTileTests {
  private static let shapes: [(outputs: Int, inputs: Int)] = {
    var numbers = EngineNumbers(20)
    let random = (0..<24).map { _ in
      (Int.random(in: 1...150, using: &numbers), Int.random(in: 1...150, using: &numbers))
    }
    // Single columns, whole vectors, and more than 2048 outputs, which lie in panels.
    return random + [
      (1, 1), (1, 300), (300, 1), (16, 16), (64, 64), (1024, 256), (2048, 3), (2049, 3),
      (2100, 37), (2561, 5),
    ]
  }()

  /// Aligned room for rows, whole tiles of them.
  private final class Room {
    let rows: Int
    let columns: Int
    let pointer: UnsafeMutablePointer<Float>

    init(rows: Int, columns: Int) {
      self.rows = (rows + Arena.tileRows - 1) / Arena.tileRows * Arena.tileRows
      self.columns = columns
      pointer = Arena.allocate(self.rows * columns)
      pointer.update(repeating: 0, count: self.rows * columns)
    }

    deinit { pointer.deallocate() }

    func set(_ row: Int, _ numbers: [Float]) {
      for (column, number) in numbers.enumerated() { pointer[row * columns + column] = number }
    }

    func bits(_ row: Int) -> [UInt32] {
      (0..<columns).map { pointer[row * columns + $0].bitPattern }
    }

    func row(_ row: Int) -> [Float] { (0..<columns).map { pointer[row * columns + $0] } }
  }

  private func matrix(
    _ shape: (outputs: Int, inputs: Int), _ weights: [Float], _ worker: Worker
  ) throws -> PackedMatrix {
    let matrix = try PackedMatrix(outputs: shape.outputs, inputs: shape.inputs)
    for panel in matrix.panels {
      try worker.products.pack(
        weights, leading: shape.inputs, transposed: false, panel: panel, of: matrix)
    }
    return matrix
  }

  @Test(arguments: shapes) func rowsAreOnTheirOwn(shape: (outputs: Int, inputs: Int)) throws {
    let (outputs, inputs) = shape
    var numbers = EngineNumbers(UInt64(outputs * 1000 + inputs))
    let weights = numbers.floats(outputs * inputs)
    let mine = numbers.floats(inputs)
    let start = numbers.floats(outputs)
    let neighbours = [numbers.floats(inputs, bound: 1e20), [Float](repeating: .nan, count: inputs)]
    try WorkerPool(threads: 1).run(tasks: 1) { _, worker in
      let packed = try matrix(shape, weights, worker)
      for accumulate in [false, true] {
        var alone: [UInt32]?
        for (count, place, neighbour) in [
          (1, 0, 0), (2, 1, 0), (16, 5, 1), (16, 15, 0), (17, 16, 1), (40, 23, 1), (48, 0, 1),
          (48, 47, 0),
        ] {
          let (x, y) = (Room(rows: count, columns: inputs), Room(rows: count, columns: outputs))
          for row in 0..<count { x.set(row, row == place ? mine : neighbours[neighbour]) }
          y.set(place, start)
          worker.products.multiply(
            x.pointer, rows: count, packed, into: y.pointer, accumulate: accumulate)
          if alone == nil {
            expectProduct(y.row(0), mine, weights, start: accumulate ? start : nil)
            alone = y.bits(0)
          }
          #expect(y.bits(place) == alone, "row \(place) of \(count), accumulate \(accumulate)")
        }
      }
    }
  }

  private func expectProduct(_ y: [Float], _ x: [Float], _ weights: [Float], start: [Float]?) {
    let product = TwinMatrix(1, x.count, x)
      .timesTransposed(TwinMatrix(y.count, x.count, weights))
    let begin = start ?? [Float](repeating: 0, count: y.count)
    expectTwin(y, zip(product.numbers, begin).map { $0 + Double($1) }, tolerance: 1e-5)
  }

  /// Packing weights that lie the other way round gives the same product.
  @Test func transposedPacking() throws {
    for (outputs, inputs) in [(7, 5), (40, 33), (2050, 3)] {
      var numbers = EngineNumbers(21)
      let weights = numbers.floats(outputs * inputs)
      let transposed = (0..<inputs).flatMap { input in
        (0..<outputs).map { weights[$0 * inputs + input] }
      }
      let row = numbers.floats(inputs)
      try WorkerPool(threads: 1).run(tasks: 1) { _, worker in
        let results = try [(weights, inputs, false), (transposed, outputs, true)].map {
          weights, leading, isTransposed in
          let matrix = try PackedMatrix(outputs: outputs, inputs: inputs)
          for panel in matrix.panels {
            try worker.products.pack(
              weights, leading: leading, transposed: isTransposed, panel: panel, of: matrix)
          }
          let (x, y) = (Room(rows: 1, columns: inputs), Room(rows: 1, columns: outputs))
          x.set(0, row)
          worker.products.multiply(x.pointer, rows: 1, matrix, into: y.pointer, accumulate: false)
          return y.bits(0)
        }
        #expect(results[0] == results[1])
      }
    }
  }

  /// weightGradient += y^T x for any number of rows.
  @Test(arguments: [1, 3, 16, 50]) func outerProduct(rows: Int) throws {
    let (n, k) = (7, 5)
    var numbers = EngineNumbers(22)
    let (y, x) = (numbers.floats(rows * n), numbers.floats(rows * k))
    var gradient = numbers.floats(n * k)
    var twin = TwinMatrix(n, k, gradient)
    for row in 0..<rows {
      for i in 0..<n {
        for j in 0..<k { twin[i, j] += Double(y[row * n + i]) * Double(x[row * k + j]) }
      }
    }
    try WorkerPool(threads: 1).run(tasks: 1) { _, worker in
      worker.products.outerProduct(
        y, leading: n, x, rows: rows, n: n, k: k, accumulate: true, into: &gradient)
    }
    expectTwin(gradient, twin.numbers, tolerance: 1e-5)
  }

  #if canImport(COneDNN)
    /// Room is made on any thread, packing is done on a worker: both must agree on the layout, also
    /// where OpenMP would give the one thread 3 or 64 cores and the other one.
    @Test(arguments: [1, 2, 3, 64] as [Int32]) func packedSizeOnAnyThread(cores: Int32) throws {
      let shapes = Self.shapes.map {
        Product.Shape.tile(
          format: .float32, columns: min($0.outputs, 2048), depth: $0.inputs, leading: $0.inputs,
          stride: $0.outputs, accumulate: false)
      }
      typealias SetThreads = @convention(c) (Int32) -> Void
      let symbol = try #require(dlsym(nil, "omp_set_num_threads"))
      let setThreads = unsafeBitCast(symbol, to: SetThreads.self)
      setThreads(cores)
      defer { setThreads(Int32(ProcessInfo.processInfo.activeProcessorCount)) }
      let here = try shapes.map { try Product(shape: $0).packedSize }
      try WorkerPool(threads: 1).run(tasks: 1) { _, _ in
        let there = try shapes.map { try Product(shape: $0).packedSize }
        #expect(here == there)
      }
    }
  #endif
}
