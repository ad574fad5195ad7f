/// Scores the next token of hypotheses, row by row.
///
/// It is all that the search knows of a model: a network, an ensemble of networks that averages
/// before it picks candidates, or a table in a test.
public protocol StepScorer {
  /// V, the number of target symbols, special ones included.
  var vocabularySize: Int { get }

  /// Advances every row by one token and scores what may follow.
  ///
  /// At the first call the parents are the sentence numbers 0, 1, 2 ... and every token is the
  /// start symbol. At each later call row `r` continues row `parents[r]` of the previous call with
  /// `tokens[r]`: the scorer takes the state of that very row. A parent may occur several times,
  /// or never (then its state is dropped).
  ///
  /// Sentences may have tokens of their own, numbered from V (`SearchSentence.extraTokens`), which are
  /// candidates of their rows too.
  ///
  /// - Returns: For each row its `candidateCount` most probable tokens, most probable first (ties:
  ///   the smaller id first), the log-probability of the token that is asked for, and whatever
  ///   else is wanted. `<pad>` and `<s>` are never candidates. What a row gets must not depend on
  ///   the other rows.
  mutating func step(_ request: StepRequest) throws -> StepCandidates
}
