/// Statistics of a metric that depends on nothing but the sums, over the lines, of a few numbers.
struct SummedStatistics: LineStatistics {
  /// The numbers of a line.
  private let width: Int
  /// Line after line.
  private let values: [Double]
  private let scoreOfSums: @Sendable ([Double]) -> Double

  /// Takes the numbers of each line.
  ///
  /// - Parameters:
  ///   - width: How many numbers a line has.
  ///   - line: The numbers of a hypothesis and its reference; exactly `width`.
  ///   - score: The score by the sums of each number.
  init(
    _ hypotheses: [String], _ references: [String], width: Int,
    line: (String, String) -> [Double], score: @escaping @Sendable ([Double]) -> Double
  ) {
    var values: [Double] = []
    values.reserveCapacity(width * hypotheses.count)
    for (hypothesis, reference) in zip(hypotheses, references) {
      values.append(contentsOf: line(hypothesis, reference))
    }
    (self.width, self.values, scoreOfSums) = (width, values, score)
  }

  /// The mean of one number over the lines, in percent.
  static func meanPercent(
    _ hypotheses: [String], _ references: [String], of value: (String, String) -> Double
  ) -> SummedStatistics {
    SummedStatistics(hypotheses, references, width: 2) {
      [value($0, $1), 1]
    } score: {
      100 * $0[0] / $0[1]
    }
  }

  func score(of lines: [Int]) -> Double {
    var sums = [Double](repeating: 0, count: width)
    // Thousands of samples are drawn from a corpus; without the copies and checks of arrays that is seconds.
    values.withUnsafeBufferPointer { values in
      sums.withUnsafeMutableBufferPointer { sums in
        for line in lines {
          for index in 0..<width { sums[index] += values[line * width + index] }
        }
      }
    }
    return scoreOfSums(sums)
  }
}
