/// A sentence whose search goes on.
struct LiveSentence {
  /// Its number within the call.
  var number: Int
  /// Its live hypotheses: so many consecutive rows, best first.
  var rowCount: Int
  /// The places of its beam that no ended hypothesis has taken.
  var places: Int
  /// The most tokens that a hypothesis of it may have.
  var lengthLimit: Int
}
