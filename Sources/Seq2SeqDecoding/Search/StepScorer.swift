/// Scores the next token of hypotheses, row by row.
///
/// It is all that the search knows of a model: a network, an ensemble of networks that averages
/// before it picks candidates, or a table in a test.
public protocol StepScorer {
  /// V, the number of target symbols, special ones included.
  var vocabularySize: Int { get }

  /// Advances every row by one token and scores what may follow.
  ///
  /// At the first call `parents` are the sentence numbers 0, 1, 2 ... and every token is the start
  /// symbol. At each later call row `r` continues row `parents[r]` of the previous call with
  /// `tokens[r]`: the scorer takes the state of that very row. A parent may occur several times,
  /// or never (then its state is dropped).
  ///
  /// - Parameters:
  ///   - parents: The row of the previous call that each row continues.
  ///   - tokens: The token by which each row continues it.
  ///   - candidateCount: How many tokens to return for each row: from 1 to V - 2 (at least 1).
  /// - Returns: For each row its `candidateCount` most probable tokens, most probable first (ties:
  ///   the smaller id first), and the log-probability of the end symbol. `<pad>` and `<s>` are
  ///   never candidates. What a row gets must not depend on the other rows.
  mutating func step(
    parents: [Int32], tokens: [Int32], candidateCount: Int
  ) throws -> StepCandidates
}
