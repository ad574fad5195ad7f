/// One way to continue a live row: the unit that a search chooses among.
struct Candidate {
  /// Of the whole hypothesis with `token` at its end.
  var logProbability: Double
  /// What it is chosen by: the log-probability, less what the choices of other groups cost it.
  var score: Double
  /// The live row that it continues.
  var row: Int
  /// The token by which it continues it; the end symbol ends it.
  var token: Int32

  /// A total order, so that ties have one answer whatever else is in the call.
  func precedes(_ other: Candidate) -> Bool {
    if score != other.score { return score > other.score }
    if row != other.row { return row < other.row }
    return token < other.token
  }
}
