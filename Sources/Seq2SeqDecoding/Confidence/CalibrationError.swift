/// How far stated confidences are from the share that is right.
///
/// Confidences are put into ten bins of equal width; in each the mean confidence is compared with the share that is
/// right. The expected calibration error (Guo et al. 2017, section 2) is the mean of the distances, weighted by the
/// lines in the bins.
public struct CalibrationError: Sendable, Equatable, Encodable {
  /// Confidences between two bounds.
  public struct Bin: Sendable, Equatable, Encodable {
    /// The least confidence.
    public var from: Double
    /// The confidence that the next bin begins with.
    public var to: Double
    /// The lines.
    public var lines: Int
    /// The mean confidence, in percent; 0 without lines.
    public var confidence: Double
    /// The share of lines that are right, in percent; 0 without lines.
    public var right: Double
  }

  static let binCount = 10

  /// The lines that were looked at.
  public let lines: Int
  /// The error, in percent; 0 without lines.
  public let expected: Double
  /// The bins, from 0 to 1.
  public let bins: [Bin]

  /// Compares confidences, from 0 to 1, with what was right.
  public init(_ outcomes: [(confidence: Double, isRight: Bool)]) {
    var sums = [(lines: Int, confidence: Double, right: Int)](
      repeating: (0, 0, 0), count: CalibrationError.binCount)
    for (stated, isRight) in outcomes {
      // What is not a number is no confidence.
      let confidence = stated > 0 ? min(stated, 1) : 0
      let place = (confidence * Double(CalibrationError.binCount)).rounded(.down)
      let bin = min(CalibrationError.binCount - 1, Int(place))
      sums[bin].lines += 1
      sums[bin].confidence += confidence
      sums[bin].right += isRight ? 1 : 0
    }
    lines = outcomes.count
    bins = sums.enumerated().map { index, sum in
      let count = Double(max(1, sum.lines))
      return Bin(
        from: Double(index) / Double(CalibrationError.binCount),
        to: Double(index + 1) / Double(CalibrationError.binCount), lines: sum.lines,
        confidence: 100 * sum.confidence / count, right: 100 * Double(sum.right) / count)
    }
    expected =
      bins.reduce(0) { $0 + abs($1.confidence - $1.right) * Double($1.lines) }
      / Double(max(1, outcomes.count))
  }
}
