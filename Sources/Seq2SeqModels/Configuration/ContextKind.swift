/// What of the source sentence the decoder gets to see.
public enum ContextKind: String, Codable, CaseIterable, Sendable {
  /// One vector for the whole sentence, the last state (Sutskever et al. 2014).
  case lastState = "last_state"
  /// Every encoder state, weighed by attention at each step (Bahdanau et al. 2015).
  case allStates = "all_states"
}
