/// A hypothesis that has ended, its tokens still in the arena.
struct EndedHypothesis {
  /// The number of its sentence within the call.
  var sentence: Int
  /// The node of its last token.
  var node: Int
  /// End symbol included.
  var logProbability: Double
  /// The sum over source tokens of log(min(attention, 1)); 0 if there is no penalty on it.
  var logCoverage: Double
}
