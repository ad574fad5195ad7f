/// A hypothesis that has ended, its tokens still in the arena.
struct EndedHypothesis {
  /// The number of its sentence within the call.
  var sentence: Int
  /// The node of its last token.
  var node: Int
  /// End symbol included.
  var logProbability: Double
}
