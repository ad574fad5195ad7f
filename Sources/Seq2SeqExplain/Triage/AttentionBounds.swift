/// The least and the most attention that a source token usually gets, as shares of the mean over its source.
///
/// How evenly a model looks at its source differs from task to task: letters that only make sense together get
/// hardly any each. So the right outputs say what is usual: in 95 of 100 of them no token gets less than the one
/// bound, and in 95 of 100 none gets more than the other.
public struct AttentionBounds: Sendable, Equatable {
  /// Fewer right outputs say nothing of what is usual.
  static let fewestOutputs = 20

  /// A token with less is skipped.
  public let least: Double
  /// A token with more is revisited.
  public let most: Double

  /// Takes the attention that the source tokens got in each right output; of too few a tenth of the mean and three
  /// times the mean are the bounds.
  init(ofRight coverages: [[Double]]) {
    let shares = coverages.filter { !$0.isEmpty }.map(AttentionBounds.shares)
    guard shares.count >= AttentionBounds.fewestOutputs else {
      (least, most) = (0.1, 3)
      return
    }
    let left = shares.count / 20
    least = shares.map { $0.min() ?? 1 }.sorted()[left]
    most = shares.map { $0.max() ?? 1 }.sorted()[shares.count - left - 1]
  }

  /// Whether a token gets less than usual.
  func skips(_ coverage: [Double]) -> Bool {
    AttentionBounds.shares(coverage).contains { $0 < least }
  }

  /// Whether a token gets more than usual.
  func revisits(_ coverage: [Double]) -> Bool {
    AttentionBounds.shares(coverage).contains { $0 > most }
  }

  private static func shares(_ coverage: [Double]) -> [Double] {
    let sum = coverage.reduce(0, +)
    return sum > 0 ? coverage.map { $0 * Double(coverage.count) / sum } : coverage.map { _ in 1 }
  }
}
