import Testing

@testable import Seq2SeqTensors

/// Products of 8-bit integers: right, and a row's own whatever its place, the number of rows and its neighbours.
@Suite struct QuantizedProductTests {
  private static let formats: [NumberFormat] =
    [.int8, .int8InFloat32].filter(\.isSupported)
  private static let shapes: [(outputs: Int, inputs: Int)] = {
    var numbers = EngineNumbers(60)
    let random = (0..<12).map { _ in
      (Int.random(in: 1...150, using: &numbers), Int.random(in: 1...150, using: &numbers))
    }
    // Single columns, whole vectors, odd depths, and more than 16 MiB, which lie in panels.
    return random + [(1, 1), (1, 300), (300, 1), (16, 16), (64, 64), (1024, 256), (17, 1040)]
  }()

  /// The bits of y [rows, outputs] = x W^T, or += where it begins with something.
  private func product(
    _ rows: [[Float]], _ weights: [Float], outputs: Int, start: [[Float]]? = nil,
    format: NumberFormat
  ) throws -> [[Float]] {
    let inputs = rows[0].count
    var result: [[Float]] = []
    try WorkerPool(threads: 1).run(tasks: 1) { _, worker in
      let matrix = try PackedMatrix(outputs: outputs, inputs: inputs, format: format)
      for slice in matrix.slices {
        try worker.products.pack(
          weights, leading: inputs, transposed: false, slice: slice, of: matrix)
      }
      let x = worker.arena.tensor(rows: rows.count, columns: inputs, gradient: false)
      let y = worker.arena.tensor(rows: rows.count, columns: outputs, gradient: false)
      x.fill(from: rows.flatMap { $0 })
      if let start { y.fill(from: start.flatMap { $0 }) }
      let input = ProductInput(
        x.values, rows: x.rows, columns: inputs, format: format, arena: worker.arena)
      input.update(0..<x.rows)
      worker.products.multiply(
        input.rows(from: 0), rows: x.rows, matrix, into: y.values, accumulate: start != nil)
      result = (0..<rows.count).map { Array(y.array[$0 * outputs..<($0 + 1) * outputs]) }
    }
    return result
  }

  /// Integers and scale of one row by the rule of the text: divided by a 127th of the largest.
  private func quantized(_ row: ArraySlice<Float>) -> (integers: [Int], scale: Double) {
    let largest = row.map(abs).max() ?? 0
    guard largest > 0 else { return (row.map { _ in 0 }, 0) }
    let inverse: Float = 127 / largest
    return (row.map { Int(($0 * inverse).rounded(.toNearestOrEven)) }, Double(largest / 127))
  }

  private func twin(_ x: [Float], _ weights: [Float], outputs: Int, start: [Float]?) -> [Double] {
    let left = quantized(x[...])
    return (0..<outputs).map { output in
      let right = quantized(weights[output * x.count..<(output + 1) * x.count])
      let sum = zip(left.integers, right.integers).reduce(0) { $0 + $1.0 * $1.1 }
      return left.scale * right.scale * Double(sum) + Double(start?[output] ?? 0)
    }
  }

  @Test(arguments: formats, shapes)
  func rowsAreOnTheirOwnAndRight(
    format: NumberFormat, shape: (outputs: Int, inputs: Int)
  ) throws {
    let (outputs, inputs) = shape
    var numbers = EngineNumbers(UInt64(outputs * 1000 + inputs))
    let weights = numbers.floats(outputs * inputs)
    let mine = numbers.floats(inputs, bound: 3)
    let begin = numbers.floats(outputs)
    let neighbours = [
      numbers.floats(inputs, bound: 1e20), [Float](repeating: .nan, count: inputs),
      [Float](repeating: -.infinity, count: inputs), [Float](repeating: 0, count: inputs),
    ]
    for start in [nil, begin] {
      let alone = try product(
        [mine], weights, outputs: outputs, start: start.map { [$0] }, format: format)[0]
      expectTwin(alone, twin(mine, weights, outputs: outputs, start: start), tolerance: 1e-6)
      for (count, place) in [(2, 1), (16, 5), (17, 16), (40, 23), (48, 0), (48, 47)] {
        let rows = (0..<count).map { $0 == place ? mine : neighbours[$0 % neighbours.count] }
        let together = try product(
          rows, weights, outputs: outputs,
          start: start.map { [[Float]](repeating: $0, count: count) }, format: format)
        #expect(
          together[place].map(\.bitPattern) == alone.map(\.bitPattern), "row \(place) of \(count)")
      }
    }
  }

  /// Matrices of more than 16 MiB lie in panels of columns, however deep they are.
  @Test(arguments: formats) func panels(format: NumberFormat) throws {
    let (outputs, inputs) = (8200, 2060)
    var numbers = EngineNumbers(61)
    let weights = numbers.floats(outputs * inputs)
    let x = numbers.floats(inputs)
    #expect(try PackedMatrix(outputs: outputs, inputs: inputs, format: format).panels.count == 17)
    let y = try product([x], weights, outputs: outputs, format: format)[0]
    // Sums of more than 1,040 products are rounded where they are float32.
    let tolerance = format == .int8 ? 1e-6 : 1e-4
    expectTwin(y, twin(x, weights, outputs: outputs, start: nil), tolerance: tolerance)
  }

  /// Where the processor has no products of 8-bit integers, others give the same to the bit.
  @Test(.enabled(if: NumberFormat.int8.isSupported), arguments: shapes)
  func theSameWithoutTheInstructions(shape: (outputs: Int, inputs: Int)) throws {
    var numbers = EngineNumbers(62)
    let weights = numbers.floats(shape.outputs * shape.inputs, bound: 1)
    let rows = (0..<18).map { numbers.floats(shape.inputs, bound: $0 % 3 == 0 ? 1e-3 : 5) }
    let start = rows.map { _ in numbers.floats(shape.outputs) }
    for start in [nil, start] {
      let results = try [NumberFormat.int8, .int8InFloat32].map {
        try product(rows, weights, outputs: shape.outputs, start: start, format: $0)
          .joined().map(\.bitPattern)
      }
      #expect(results[0] == results[1])
    }
  }

  /// The largest magnitudes on both sides add up to the largest sum there can be.
  @Test(arguments: formats) func extremes(format: NumberFormat) throws {
    let inputs = 1000
    let ones = [Float](repeating: 1, count: inputs)
    let y = try product(
      [ones, ones.map { -$0 }], ones + ones.map { -$0 }, outputs: 2, format: format)
    for (row, expected) in zip(y, [[1000, -1000], [-1000, 1000]] as [[Double]]) {
      expectTwin(row, expected, tolerance: 1e-5)
    }
  }

  @Test(arguments: formats) func whatIsNotFiniteStaysThat(format: NumberFormat) throws {
    let weights: [Float] = [1, -2, 3, .nan, 1, 1, 0, 0, 0, 5, .infinity, 5]
    let rows: [[Float]] = [
      [1, 1, 1], [.nan, 1, 1], [1, .infinity, 1], [0, 0, 0], [0x1p-127, 0, -0x1p-127],
      [-0.0, 0, 0],
    ]
    let y = try product(rows, weights, outputs: 4, format: format)
    expectTwin([y[0][0]], [2], tolerance: 0.03)
    #expect(y[0][1].isNaN && y[0][2] == 0 && y[0][3].isNaN)
    #expect(y[1].allSatisfy(\.isNaN) && y[2].allSatisfy(\.isNaN))
    for row in 3..<6 { #expect(y[row][0] == 0 && y[row][2] == 0) }
  }
}
