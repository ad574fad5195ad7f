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
    // Single columns, whole vectors, and many outputs; `LargeProductTests` has those that lie in panels.
    return random + [
      (1, 1), (1, 300), (300, 1), (16, 16), (64, 64), (1024, 256), (2048, 3), (2049, 3),
      (2100, 37), (2561, 5),
    ]
  }()

  private func matrix(
    _ shape: (outputs: Int, inputs: Int), _ format: NumberFormat, _ weights: [Float],
    _ worker: Worker, lowTiles: Bool = false
  ) throws -> PackedMatrix {
    let matrix = try PackedMatrix(
      outputs: shape.outputs, inputs: shape.inputs, format: format, lowTiles: lowTiles)
    for slice in matrix.slices {
      try worker.products.pack(
        weights, leading: shape.inputs, transposed: false, slice: slice, of: matrix)
    }
    return matrix
  }

  @Test(arguments: shapes, NumberFormat.supported)
  func rowsAreOnTheirOwn(shape: (outputs: Int, inputs: Int), format: NumberFormat) throws {
    let (outputs, inputs) = shape
    var numbers = EngineNumbers(UInt64(outputs * 1000 + inputs))
    let weights = numbers.floats(outputs * inputs)
    let mine = numbers.floats(inputs)
    let start = numbers.floats(outputs)
    let neighbours = [numbers.floats(inputs, bound: 1e20), [Float](repeating: .nan, count: inputs)]
    let places = [
      (1, 0, 0), (2, 1, 0), (5, 4, 1), (11, 7, 0), (16, 5, 1), (16, 15, 0), (17, 16, 1),
      (40, 23, 1), (48, 0, 1), (48, 47, 0), (63, 60, 1), (64, 33, 0), (150, 127, 1),
      (150, 130, 0),
    ]
    let rooms = try WorkerPool.value { worker in
      let packed = try [false, true].map {
        try matrix(shape, format, weights, worker, lowTiles: $0)
      }
      return ProductStart.allCases.map { kind in
        packed.flatMap { packed in
          places.map { (packed, $0.0, $0.1, $0.2) }
        }.map { packed, count, place, neighbour in
          let x = ProductRoom(rows: count, columns: inputs, format: format)
          let y = ProductRoom(rows: count, columns: outputs)
          for row in 0..<count { x.set(row, row == place ? mine : neighbours[neighbour]) }
          y.set(place, start)
          if kind == .bias {
            worker.products.multiply(x.left, rows: count, packed, into: y.floats, bias: start)
          } else {
            worker.products.multiply(
              x.left, rows: count, packed, into: y.floats, accumulate: kind == .sum)
          }
          return y
        }
      }
    }
    for (rooms, kind) in zip(rooms, ProductStart.allCases) {
      let start = kind == .nothing ? nil : start
      expectProduct(
        rooms[0].row(0), mine.map(format.rounded), weights.map(format.rounded), start: start)
      for (room, (count, place, _)) in zip(rooms, places + places) {
        #expect(
          room.bits(place) == rooms[0].bits(0),
          "row \(place) of \(count), beginning with \(kind)")
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
  @Test(arguments: NumberFormat.supported)
  func transposedPacking(format: NumberFormat) throws {
    for (outputs, inputs) in [(7, 5), (40, 33), (2050, 3)] {
      var numbers = EngineNumbers(21)
      let weights = numbers.floats(outputs * inputs)
      let transposed = (0..<inputs).flatMap { input in
        (0..<outputs).map { weights[$0 * inputs + input] }
      }
      let row = numbers.floats(inputs)
      let results = try WorkerPool.value { worker in
        try [(weights, inputs, false), (transposed, outputs, true)].map {
          weights, leading, isTransposed in
          let matrix = try PackedMatrix(outputs: outputs, inputs: inputs, format: format)
          for slice in matrix.slices {
            try worker.products.pack(
              weights, leading: leading, transposed: isTransposed, slice: slice, of: matrix)
          }
          let x = ProductRoom(rows: 1, columns: inputs, format: format)
          let y = ProductRoom(rows: 1, columns: outputs)
          x.set(0, row)
          worker.products.multiply(x.left, rows: 1, matrix, into: y.floats, accumulate: false)
          return y.bits(0)
        }
      }
      #expect(results[0] == results[1])
    }
  }

  /// Some columns of y: the gradient of some rows of the weights += y^T x, for any number of rows, also
  /// for more than are added up in one product.
  @Test(arguments: [1, 3, 16, 50, 256, 272, 600], NumberFormat.supported)
  func outerProduct(rows: Int, format: NumberFormat) throws {
    let (n, k, leading, first) = (7, 5, 12, 3)
    var numbers = EngineNumbers(22)
    let y = ProductRoom(rows: rows, columns: leading, format: format)
    let x = ProductRoom(rows: rows, columns: k, format: format)
    let begin = numbers.floats(n * k)
    var sums = [false, true].map { accumulate in
      TwinMatrix(n, k, accumulate ? begin : [Float](repeating: 0, count: n * k))
    }
    for row in 0..<rows {
      let (left, right) = (numbers.floats(leading), numbers.floats(k))
      y.set(row, left)
      x.set(row, right)
      for i in 0..<n {
        let factor = Double(format.rounded(left[first + i]))
        for j in 0..<k {
          let term = factor * Double(format.rounded(right[j]))
          for index in sums.indices { sums[index][i, j] += term }
        }
      }
    }
    // Past the last row y may hold anything that is finite.
    for row in rows..<y.rows { y.set(row, numbers.floats(leading, bound: 1e3)) }
    let gradients = try WorkerPool.value { worker in
      [false, true].map { accumulate in
        var gradient = begin
        switch format {
        case .float32:
          worker.products.outerProduct(
            y.floats + first, leading: leading, x.floats, rows: rows, n: n, k: k,
            accumulate: accumulate, into: &gradient)
        case .bfloat16:
          worker.products.outerProduct(
            y.halves + first, leading: leading, x.halves, rows: rows, n: n, k: k,
            accumulate: accumulate, into: &gradient)
        case .int8, .int8InFloat32: preconditionFailure("nothing is trained in it")
        }
        return gradient
      }
    }
    for (gradient, twin) in zip(gradients, sums) {
      expectTwin(gradient, twin.numbers, tolerance: 1e-5)
    }
  }

  #if canImport(COneDNN)
    /// Room is made on any thread, packing is done on a worker: both must agree on the layout, also
    /// where OpenMP would give the one thread 3 or 64 cores and the other one.
    @Test(arguments: [1, 2, 3, 64] as [Int32]) func packedSizeOnAnyThread(cores: Int32) throws {
      let shapes = NumberFormat.supported.flatMap { format in
        Self.shapes.map {
          Product.Shape.tile(
            format: format, rows: Arena.tileRows, columns: min($0.outputs, 2048), depth: $0.inputs,
            leading: $0.inputs,
            stride: $0.outputs, start: .nothing)
        }
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
