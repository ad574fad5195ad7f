import Seq2Seq

extension Precision {
  /// Those that this processor multiplies in: the promises hold in each.
  static let available = allCases.filter(\.isAvailable)
}
