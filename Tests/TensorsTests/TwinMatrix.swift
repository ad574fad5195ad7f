import Foundation

/// A matrix of `Double` with loops that are too simple to be wrong: the tests' twin of `Tensor`.
struct TwinMatrix {
  let rows: Int
  let columns: Int
  var numbers: [Double]

  init(_ rows: Int, _ columns: Int, _ numbers: [Double]) {
    precondition(numbers.count == rows * columns)
    (self.rows, self.columns, self.numbers) = (rows, columns, numbers)
  }

  init(_ rows: Int, _ columns: Int, _ numbers: [Float]) {
    self.init(rows, columns, numbers.map(Double.init))
  }

  init(zeros rows: Int, _ columns: Int) {
    self.init(rows, columns, [Double](repeating: 0, count: rows * columns))
  }

  subscript(row: Int, column: Int) -> Double {
    get { numbers[row * columns + column] }
    set { numbers[row * columns + column] = newValue }
  }

  func row(_ index: Int) -> [Double] { Array(numbers[index * columns..<(index + 1) * columns]) }

  /// self other^T.
  func timesTransposed(_ other: TwinMatrix) -> TwinMatrix {
    precondition(columns == other.columns)
    var result = TwinMatrix(zeros: rows, other.rows)
    for r in 0..<rows {
      for c in 0..<other.rows {
        for k in 0..<columns { result[r, c] += self[r, k] * other[c, k] }
      }
    }
    return result
  }

  /// With the same row added to each row.
  func adding(row: [Double]) -> TwinMatrix {
    TwinMatrix(rows, columns, numbers.indices.map { numbers[$0] + row[$0 % columns] })
  }

  static func + (a: TwinMatrix, b: TwinMatrix) -> TwinMatrix {
    TwinMatrix(a.rows, a.columns, zip(a.numbers, b.numbers).map(+))
  }
}

/// Scalar functions of the twins.
enum TwinFunction {
  static func exp(_ x: Double) -> Double { Foundation.exp(x) }

  static func tanh(_ x: Double) -> Double { Foundation.tanh(x) }

  static func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

  /// Softmax of the first `length` numbers; 0 for the rest.
  static func softmax(_ scores: [Double], length: Int) -> [Double] {
    let largest = scores.prefix(length).max() ?? 0
    let exponentials = scores.indices.map { $0 < length ? exp(scores[$0] - largest) : 0 }
    let sum = exponentials.reduce(0, +)
    return exponentials.map { length > 0 ? $0 / sum : 0 }
  }

  static func logSoftmax(_ logits: [Double]) -> [Double] {
    let largest = logits.max() ?? 0
    let normalizer = largest + log(logits.reduce(0) { $0 + exp($1 - largest) })
    return logits.map { $0 - normalizer }
  }
}
