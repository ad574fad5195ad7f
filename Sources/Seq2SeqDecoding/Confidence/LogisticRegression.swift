import Foundation

/// The probability of an event by numbers that are known: p = 1 / (1 + exp(-(b + Σ w x))), fitted by maximum
/// likelihood.
struct LogisticRegression: Equatable {
  /// w, one for each number.
  let weights: [Double]
  /// b.
  let intercept: Double

  /// Fits to examples, at least one, of `width` finite numbers each.
  ///
  /// The targets are not 1 and 0 but (n₊ + 1) / (n₊ + 2) and 1 / (n₋ + 2), with n₊ and n₋ the numbers of examples with
  /// and without the event (Platt 1999, section 2.2): so the weights stay finite where the numbers tell the two
  /// apart without an error, or where there is only one kind. It is Newton's method; the numbers are brought to mean 0
  /// and deviation 1 first, and a ridge too small to be felt keeps numbers apart that say the same.
  init(_ examples: [(values: [Double], isEvent: Bool)], width: Int) {
    let scaling = (0..<width).map { Scaling(examples.map(\.values), column: $0) }
    let rows = examples.map { example in
      [1] + zip(example.values, scaling).map { ($0 - $1.mean) / $1.deviation }
    }
    let events = Double(examples.count(where: \.isEvent))
    let others = Double(examples.count) - events
    let targets = examples.map { $0.isEvent ? (events + 1) / (events + 2) : 1 / (others + 2) }
    var weights = [Double](repeating: 0, count: width + 1)
    // The objective is convex and smooth; a step that does not lower it is halved.
    var loss = LogisticRegression.loss(weights, rows, targets)
    for _ in 0..<100 {
      let step = LogisticRegression.newtonStep(weights, rows, targets)
      var share = 1.0
      var next = loss
      var moved = weights
      repeat {
        moved = zip(weights, step).map { $0 - share * $1 }
        next = LogisticRegression.loss(moved, rows, targets)
        share /= 2
      } while !(next <= loss) && share > 1e-6
      guard next <= loss else { break }
      let gain = loss - next
      (weights, loss) = (moved, next)
      if gain < 1e-12 { break }
    }
    self.weights = zip(weights.dropFirst(), scaling).map { $0 / $1.deviation }
    intercept =
      weights[0]
      - zip(weights.dropFirst(), scaling).reduce(0) { $0 + $1.0 * $1.1.mean / $1.1.deviation }
  }

  /// Takes what was fitted before.
  init(weights: [Double], intercept: Double) {
    (self.weights, self.intercept) = (weights, intercept)
  }

  /// The probability of the event.
  func probability(_ values: [Double]) -> Double {
    LogisticRegression.sigmoid(zip(weights, values).reduce(intercept) { $0 + $1.0 * $1.1 })
  }

  private struct Scaling {
    let mean: Double
    let deviation: Double

    init(_ rows: [[Double]], column: Int) {
      let count = Double(max(1, rows.count))
      let mean = rows.reduce(0) { $0 + $1[column] } / count
      let variance = rows.reduce(0) { $0 + ($1[column] - mean) * ($1[column] - mean) } / count
      self.mean = mean
      deviation = variance > 0 ? variance.squareRoot() : 1
    }
  }

  private static let ridge = 1e-6

  private static func sigmoid(_ value: Double) -> Double { 1 / (1 + exp(-value)) }

  private static func dot(_ weights: [Double], _ row: [Double]) -> Double {
    zip(weights, row).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// The mean cross-entropy, and the ridge.
  private static func loss(_ weights: [Double], _ rows: [[Double]], _ targets: [Double]) -> Double {
    let sum = zip(rows, targets).reduce(0.0) { sum, example in
      let value = dot(weights, example.0)
      // log(1 + exp(v)) - t v, without an overflow.
      return sum + max(value, 0) + log1p(exp(-abs(value))) - example.1 * value
    }
    return sum / Double(max(1, rows.count)) + ridge / 2 * dot(weights, weights)
  }

  /// The gradient by the inverse of the matrix of second derivatives.
  private static func newtonStep(
    _ weights: [Double], _ rows: [[Double]], _ targets: [Double]
  ) -> [Double] {
    let width = weights.count
    let scale = 1 / Double(max(1, rows.count))
    var gradient = weights.map { ridge * $0 }
    var curvature = (0..<width).map { row in (0..<width).map { $0 == row ? ridge : 0 } }
    for (row, target) in zip(rows, targets) {
      let probability = sigmoid(dot(weights, row))
      let spread = max(probability * (1 - probability), 1e-12)
      for index in 0..<width {
        gradient[index] += scale * (probability - target) * row[index]
        for other in 0..<width {
          curvature[index][other] += scale * spread * row[index] * row[other]
        }
      }
    }
    return solution(of: curvature, gradient)
  }

  /// Gauss elimination with the largest pivot; the matrix is positive definite.
  private static func solution(of matrix: [[Double]], _ right: [Double]) -> [Double] {
    var matrix = zip(matrix, right).map { $0 + [$1] }
    let count = right.count
    for column in 0..<count {
      let pivot = (column..<count).max { abs(matrix[$0][column]) < abs(matrix[$1][column]) }
      matrix.swapAt(column, pivot ?? column)
      for row in column + 1..<max(column + 1, count) {
        let factor = matrix[row][column] / matrix[column][column]
        for index in column...count { matrix[row][index] -= factor * matrix[column][index] }
      }
    }
    var result = [Double](repeating: 0, count: count)
    for row in (0..<count).reversed() {
      let known = (row + 1..<max(row + 1, count)).reduce(0.0) { $0 + matrix[row][$1] * result[$1] }
      result[row] = (matrix[row][count] - known) / matrix[row][row]
    }
    return result
  }
}
