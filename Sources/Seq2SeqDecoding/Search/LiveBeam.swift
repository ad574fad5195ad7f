/// A beam whose search goes on: all of a sentence's, one group of a diverse search, or one sample.
struct LiveBeam {
  /// The number of its sentence within the call.
  var sentence: Int
  /// Which of its sentence's beams it is: the number of the group or of the sample, from 0.
  var group: Int
  /// Its live hypotheses: consecutive rows, best first. At the start beams of a sentence share one.
  var rows: Range<Int>
  /// The places that no ended hypothesis has taken.
  var places: Int
  /// The most tokens that a hypothesis may have.
  var lengthLimit: Int
}
