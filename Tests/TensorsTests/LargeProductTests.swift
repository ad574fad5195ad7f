import Testing

@testable import Seq2SeqTensors

/// Matrices beyond 16 MiB, which lie in panels of columns, of depth, or of both.
@Suite struct LargeProductTests {
  struct Shape: Sendable, CustomTestStringConvertible {
    let outputs: Int
    let inputs: Int
    let format: NumberFormat
    /// Whether it is cut along its columns and along its depth.
    let isCut: (columns: Bool, depth: Bool)

    var testDescription: String { "\(outputs) x \(inputs), \(format)" }
  }

  static let shapes: [Shape] = NumberFormat.supported.flatMap { format in
    // A little more than 16 MiB whatever a number takes.
    let long = format == .float32 ? 300_000 : 600_000
    let side = format == .float32 ? 2_111 : 2_999
    return [
      Shape(outputs: 17, inputs: long, format: format, isCut: (false, true)),
      Shape(outputs: long, inputs: 17, format: format, isCut: (true, false)),
      Shape(outputs: side, inputs: side, format: format, isCut: (true, true)),
    ]
  }

  /// Numbers that repeat, because drawing all takes long. Of two sides the periods must be different primes:
  /// else their products repeat as well, and their sum is much longer than one of random numbers.
  private func numbers(_ count: Int, period: Int, format: NumberFormat) -> [Float] {
    var random = EngineNumbers(UInt64(period))
    let some = random.floats(period).map(format.rounded)
    var all: [Float] = []
    while all.count < count { all += some.prefix(count - all.count) }
    return all
  }

  private func packed(
    _ shape: Shape, _ weights: [Float], transposed: Bool, _ worker: Worker
  ) throws -> PackedMatrix {
    let matrix = try PackedMatrix(
      outputs: shape.outputs, inputs: shape.inputs, format: shape.format)
    for panel in matrix.panels {
      try worker.products.pack(
        weights, leading: transposed ? shape.outputs : shape.inputs, transposed: transposed,
        panel: panel, of: matrix)
    }
    return matrix
  }

  @Test(arguments: shapes) func panels(shape: Shape) throws {
    let (outputs, inputs) = (shape.outputs, shape.inputs)
    let weights = numbers(outputs * inputs, period: 4_999, format: shape.format)
    let mine = numbers(inputs, period: 4_993, format: shape.format)
    let start = numbers(outputs, period: 4_987, format: .float32)
    let neighbour = [Float](repeating: .nan, count: inputs)
    try WorkerPool(threads: 1).run(tasks: 1) { _, worker in
      let matrix = try packed(shape, weights, transposed: false, worker)
      #expect((Set(matrix.panels.map(\.firstColumn)).count > 1) == shape.isCut.columns)
      #expect((Set(matrix.panels.map(\.firstDepth)).count > 1) == shape.isCut.depth)
      func product(rows: Int, at place: Int, accumulate: Bool) -> ProductRoom {
        let x = ProductRoom(rows: rows, columns: inputs, format: shape.format)
        let y = ProductRoom(rows: rows, columns: outputs)
        for row in 0..<rows where row != place { x.set(row, row == 0 ? neighbour : []) }
        x.set(place, mine)
        y.set(place, start)
        worker.products.multiply(
          x.pointer, rows: rows, matrix, into: y.floats, accumulate: accumulate)
        return y
      }
      for accumulate in [false, true] {
        let alone = product(rows: 1, at: 0, accumulate: accumulate)
        expectTwin(alone.floats, shape, mine, weights, start: accumulate ? start : nil)
        let among = product(rows: 18, at: 17, accumulate: accumulate)
        #expect(differences(alone.floats, among.floats + 17 * outputs, outputs) == 0)
        guard !accumulate else { continue }
        var transposed = weights
        weights.withUnsafeBufferPointer { weights in
          for output in 0..<outputs {
            for input in 0..<inputs {
              transposed[input * outputs + output] = weights[output * inputs + input]
            }
          }
        }
        let other = try packed(shape, transposed, transposed: true, worker)
        let y = ProductRoom(rows: 1, columns: outputs)
        let x = ProductRoom(rows: 1, columns: inputs, format: shape.format)
        x.set(0, mine)
        worker.products.multiply(x.pointer, rows: 1, other, into: y.floats, accumulate: false)
        #expect(differences(alone.floats, y.floats, outputs) == 0)
      }
    }
  }

  /// How many numbers have other bits.
  private func differences(
    _ one: UnsafePointer<Float>, _ other: UnsafePointer<Float>, _ count: Int
  ) -> Int {
    (0..<count).count { one[$0].bitPattern != other[$0].bitPattern }
  }

  /// Errors are held against the length of the vector that is added up: a sum of 600,000 terms may be much
  /// smaller than what it went through.
  private func expectTwin(
    _ y: UnsafePointer<Float>, _ shape: Shape, _ x: [Float], _ weights: [Float], start: [Float]?
  ) {
    var worst = 0.0
    weights.withUnsafeBufferPointer { weights in
      x.withUnsafeBufferPointer { x in
        for output in 0..<shape.outputs {
          var (sum, squares) = (start.map { Double($0[output]) } ?? 0, 0.0)
          for input in 0..<shape.inputs {
            let term = Double(x[input]) * Double(weights[output * shape.inputs + input])
            sum += term
            squares += term * term
          }
          let error = abs(Double(y[output]) - sum) / max(1, squares.squareRoot())
          if !(error <= worst) { worst = error }
        }
      }
    }
    #expect(worst <= 1e-5)
  }
}
