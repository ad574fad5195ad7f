/// The live hypotheses of all sentences of a search, as the compact rows of its next step.
///
/// The rows of a beam are consecutive. Arrays of columns, so that a scorer gets its two as they
/// are.
struct LiveRows {
  /// The row of the previous step that each row continues; at first the sentence numbers.
  private(set) var parents: [Int32] = []
  /// The last token of each row.
  private(set) var tokens: [Int32] = []
  /// The log-probability of each hypothesis so far.
  private(set) var logProbabilities: [Double] = []
  /// The node of each hypothesis in the arena.
  private(set) var nodes: [Int] = []
  /// The beams that have rows, those of a sentence side by side in the order of their groups.
  private(set) var beams: [LiveBeam] = []

  /// The number of rows.
  var count: Int { tokens.count }

  /// Makes no rows, with room for some.
  init(capacity: Int, beamCapacity: Int) {
    parents.reserveCapacity(capacity)
    tokens.reserveCapacity(capacity)
    logProbabilities.reserveCapacity(capacity)
    nodes.reserveCapacity(capacity)
    beams.reserveCapacity(beamCapacity)
  }

  /// Adds a row after the others.
  mutating func append(parent: Int, token: Int32, logProbability: Double, node: Int) {
    parents.append(Int32(parent))
    tokens.append(token)
    logProbabilities.append(logProbability)
    nodes.append(node)
  }

  /// Adds a beam whose rows are there already.
  mutating func append(_ beam: LiveBeam) {
    beams.append(beam)
  }
}
