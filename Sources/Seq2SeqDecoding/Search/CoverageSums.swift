import Foundation

/// How much attention each source token has got so far, for every live hypothesis.
package struct CoverageSums {
  /// Rows x `width`.
  private var sums: [Float] = []
  private var width = 0

  package init() {}

  /// Adds a step's attention to the rows that it is for; throws `SearchError` if it is of another
  /// width than before.
  package mutating func add(_ step: StepCandidates) throws {
    if sums.isEmpty {
      sums = [Float](repeating: 0, count: step.attention.count)
      width = step.attentionWidth
    }
    guard step.attention.count == sums.count, step.attentionWidth == width else {
      throw SearchError.noAttention
    }
    for index in step.attention.indices { sums[index] += step.attention[index] }
  }

  /// Replaces the rows by those that continue them.
  mutating func advance(parents: [Int32]) {
    var next: [Float] = []
    next.reserveCapacity(parents.count * width)
    for parent in parents {
      next += sums[Int(parent) * width..<(Int(parent) + 1) * width]
    }
    sums = next
  }

  /// The sum over source tokens of log(min(attention, 1)) (Wu et al. 2016, section 7).
  package func logCoverage(row: Int, sourceLength: Int) -> Double {
    let own = sums[row * width..<row * width + min(max(0, sourceLength), width)]
    // Attention that is 0 in float32 is still above 0: its logarithm must not be infinite.
    return own.reduce(0) { $0 + log(Double(min(max($1, .leastNormalMagnitude), 1))) }
  }
}
