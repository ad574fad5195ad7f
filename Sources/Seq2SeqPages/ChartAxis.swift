/// An axis of a chart.
public struct ChartAxis: Sendable {
  /// How values lie on an axis.
  public enum Scale: Sendable {
    /// At equal distances.
    case linear
    /// By their decimal logarithm; values of zero and below have no place and are gaps.
    case log10
  }

  /// What is measured, with its unit.
  public var title: String
  /// How values lie.
  public var scale: Scale
  /// What the axis must show at least; it grows to hold all values. For instance 0...1 for a share.
  public var range: ClosedRange<Double>?

  /// Makes an axis.
  public init(_ title: String, scale: Scale = .linear, range: ClosedRange<Double>? = nil) {
    self.title = title
    self.scale = scale
    self.range = range
  }
}
