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
    for slice in matrix.slices {
      try worker.products.pack(
        weights, leading: transposed ? shape.outputs : shape.inputs, transposed: transposed,
        slice: slice, of: matrix)
    }
    return matrix
  }

  @Test(arguments: shapes) func panels(shape: Shape) throws {
    let (outputs, inputs) = (shape.outputs, shape.inputs)
    let weights = numbers(outputs * inputs, period: 4_999, format: shape.format)
    let mine = numbers(inputs, period: 4_993, format: shape.format)
    let start = numbers(outputs, period: 4_987, format: .float32)
    let neighbour = [Float](repeating: .nan, count: inputs)
    let rooms = try WorkerPool.value { worker in
      let matrix = try packed(shape, weights, transposed: false, worker)
      let plain = ProductStart.allCases.map { kind in
        [(1, 0), (18, 17)].map { rows, place in
          let x = ProductRoom(rows: rows, columns: inputs, format: shape.format)
          let y = ProductRoom(rows: rows, columns: outputs)
          x.set(0, neighbour)
          x.set(place, mine)
          y.set(place, start)
          if kind == .bias {
            worker.products.multiply(x.left, rows: rows, matrix, into: y.floats, bias: start)
          } else {
            worker.products.multiply(
              x.left, rows: rows, matrix, into: y.floats, accumulate: kind == .sum)
          }
          return y
        }
      }
      let other = try packed(shape, flipped(weights, shape), transposed: true, worker)
      let y = ProductRoom(rows: 1, columns: outputs)
      let x = ProductRoom(rows: 1, columns: inputs, format: shape.format)
      x.set(0, mine)
      worker.products.multiply(x.left, rows: 1, other, into: y.floats, accumulate: false)
      return (panels: matrix.panels, plain: plain, transposed: y)
    }
    #expect((Set(rooms.panels.map(\.firstColumn)).count > 1) == shape.isCut.columns)
    #expect((Set(rooms.panels.map(\.firstDepth)).count > 1) == shape.isCut.depth)
    for (room, kind) in zip(rooms.plain, ProductStart.allCases) {
      let start = kind == .nothing ? nil : start
      expectTwin(room[0].floats, shape, mine, weights, start: start)
      #expect(differences(room[0].floats, room[1].floats + 17 * outputs, outputs) == 0)
    }
    #expect(differences(rooms.plain[0][0].floats, rooms.transposed.floats, outputs) == 0)
  }

  /// The weights [outputs, inputs] as [inputs, outputs].
  private func flipped(_ weights: [Float], _ shape: Shape) -> [Float] {
    var flipped = weights
    weights.withUnsafeBufferPointer { weights in
      flipped.withUnsafeMutableBufferPointer { flipped in
        for output in 0..<shape.outputs {
          for input in 0..<shape.inputs {
            flipped[input * shape.outputs + output] = weights[output * shape.inputs + input]
          }
        }
      }
    }
    return flipped
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
