/// The live hypotheses of all sentences of a search, as the compact rows of its next step.
///
/// The rows of a sentence are consecutive. Arrays of columns, so that a scorer gets its two as
/// they are.
struct LiveRows {
  /// The row of the previous step that each row continues; at first the sentence numbers.
  private(set) var parents: [Int32] = []
  /// The last token of each row.
  private(set) var tokens: [Int32] = []
  /// The log-probability of each hypothesis so far.
  private(set) var logProbabilities: [Double] = []
  /// The node of each hypothesis in the arena.
  private(set) var nodes: [Int] = []
  /// The sentences that have rows, in the order of the rows.
  private(set) var sentences: [LiveSentence] = []

  /// The number of rows.
  var count: Int { tokens.count }

  /// Makes no rows, with room for some.
  init(capacity: Int, sentenceCapacity: Int) {
    parents.reserveCapacity(capacity)
    tokens.reserveCapacity(capacity)
    logProbabilities.reserveCapacity(capacity)
    nodes.reserveCapacity(capacity)
    sentences.reserveCapacity(sentenceCapacity)
  }

  /// Adds a row after the others.
  mutating func append(parent: Int, token: Int32, logProbability: Double, node: Int) {
    parents.append(Int32(parent))
    tokens.append(token)
    logProbabilities.append(logProbability)
    nodes.append(node)
  }

  /// Adds a sentence, whose rows are the last ones.
  mutating func append(_ sentence: LiveSentence) {
    sentences.append(sentence)
  }
}
