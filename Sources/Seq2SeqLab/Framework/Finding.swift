/// What a measurement says of one part of a claim.
struct Finding: Sendable {
  /// What was asked, as `results.json` calls it: `wider_beam_hurts`.
  let name: String
  /// Worked out from the numbers by a rule, never set by hand.
  let verdict: Verdict
  /// What was measured, and by which rule the verdict follows; with numbers of the results only.
  let text: Text

  init(_ name: String, isConfirmed: Bool, _ text: Text) {
    self.name = name
    verdict = isConfirmed ? .confirmed : .contradicted
    self.text = text
  }
}

/// Whether a measurement bears a claim out.
public enum Verdict: String, Codable, Sendable, CaseIterable {
  /// It does.
  case confirmed
  /// It does not, and the page says so.
  case contradicted
}
