/// A metric's result, with what one must know to compare it with a figure from elsewhere.
public struct MetricValue: Sendable, Equatable {
  /// The value; a percentage for every metric of text. Always finite.
  public var value: Double
  /// How it was computed, in sacreBLEU's notation; nil where the name alone says it.
  public var signature: String?

  /// Makes a result.
  public init(value: Double, signature: String? = nil) {
    self.value = value
    self.signature = signature
  }
}
