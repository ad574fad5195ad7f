/// What the decoder gets to see of the source.
public struct ExplainedContext: Codable, Equatable, Sendable {
  /// `last_state` or `all_states`.
  public var kind: String
  /// With `last_state` the context vector: the top layer's last state, both directions side by side.
  public var vector: [Float]?
  /// With `all_states` what attention looks at: the top layer's states, `[source token][unit]`.
  public var states: [[Float]]?
  /// What each decoder layer starts from, as the bridge makes it.
  public var initialStates: [ExplainedState]
}
