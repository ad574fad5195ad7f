/// What may follow each row of a step, as flat row-major arrays.
public struct StepCandidates: Sendable {
  /// Candidates in each row; fewer than were asked for if there are no more.
  public var candidateCount: Int
  /// Token ids, rows x `candidateCount`, each row most probable first and without repetition.
  ///
  /// The end symbol may be among them.
  public var tokens: [Int32]
  /// Natural-log probabilities of `tokens`, of the same shape.
  public var logProbabilities: [Float]
  /// The natural-log probability of each row's `StepRequest.asked`.
  public var askedLogProbabilities: [Float]
  /// The natural-log probabilities of all tokens by their ids, rows x V, -inf for `<pad>` and
  /// `<s>`; empty unless wanted. With tokens of single sentences there are as many columns more as
  /// one of all sentences of the call has at most, -inf for what a row does not have.
  public var distribution: [Float]
  /// The weights of the attention over the source, rows x `attentionWidth`, of which each row's
  /// own source takes the first; empty unless wanted.
  public var attention: [Float]
  /// The tokens of the longest source of the call.
  public var attentionWidth: Int

  /// Takes the arrays of one step.
  public init(
    candidateCount: Int, tokens: [Int32], logProbabilities: [Float],
    askedLogProbabilities: [Float], distribution: [Float] = [], attention: [Float] = [],
    attentionWidth: Int = 0
  ) {
    self.candidateCount = candidateCount
    self.tokens = tokens
    self.logProbabilities = logProbabilities
    self.askedLogProbabilities = askedLogProbabilities
    self.distribution = distribution
    self.attention = attention
    self.attentionWidth = attentionWidth
  }

  /// Throws unless the arrays have the shape that was asked for.
  func check(_ request: StepRequest, columns: Int, longestSource: Int) throws {
    let rows = request.tokens.count
    guard
      (0...request.candidateCount).contains(candidateCount),
      tokens.count == rows * candidateCount,
      logProbabilities.count == tokens.count,
      askedLogProbabilities.count == rows,
      !request.wantsDistribution || holds(distribution.count, rows: rows, columns: columns)
    else {
      throw SearchError.wrongShape(rows: rows, candidateCount: request.candidateCount)
    }
    guard request.wantsAttention else { return }
    guard
      attentionWidth >= longestSource,
      holds(attention.count, rows: rows, columns: attentionWidth)
    else { throw SearchError.noAttention }
  }

  /// Without a product, which could overflow.
  private func holds(_ count: Int, rows: Int, columns: Int) -> Bool {
    rows == 0 ? count == 0 : count % rows == 0 && count / rows == columns
  }
}
