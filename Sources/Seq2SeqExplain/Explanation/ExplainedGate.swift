/// A gate of a recurrent cell over time.
public struct ExplainedGate: Codable, Equatable, Sendable {
  /// What the cell calls it, for instance `forget`.
  public var name: String
  /// Its activation of each unit at each time, `[time][unit]`.
  public var values: [[Float]]
}
