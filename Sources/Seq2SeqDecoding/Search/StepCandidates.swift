/// The best next tokens of each row of a step, as flat row-major arrays.
public struct StepCandidates: Sendable {
  /// Candidates in each row; fewer than were asked for if there are no more.
  public var candidateCount: Int
  /// Token ids, rows x `candidateCount`, each row most probable first and without repetition.
  ///
  /// The end symbol may be among them; its probability is read from `endLogProbabilities`.
  public var tokens: [Int32]
  /// Natural-log probabilities of `tokens`, of the same shape.
  public var logProbabilities: [Float]
  /// The natural-log probability of the end symbol, one for each row.
  public var endLogProbabilities: [Float]

  /// Takes the arrays of one step.
  public init(
    candidateCount: Int, tokens: [Int32], logProbabilities: [Float], endLogProbabilities: [Float]
  ) {
    self.candidateCount = candidateCount
    self.tokens = tokens
    self.logProbabilities = logProbabilities
    self.endLogProbabilities = endLogProbabilities
  }

  /// Throws unless the arrays have the shape that was asked for.
  func check(rows: Int, requestedCount: Int) throws {
    guard
      (0...requestedCount).contains(candidateCount),
      tokens.count == rows * candidateCount,
      logProbabilities.count == tokens.count,
      endLogProbabilities.count == rows
    else {
      throw SearchError.wrongShape(rows: rows, candidateCount: requestedCount)
    }
  }
}
