/// Batched beam search: from step probabilities to the most probable hypotheses found.
///
/// The live hypotheses of all sentences are the rows of one step. At each step a sentence keeps
/// the best continuations of its own rows, as many as its beam has places left; one that ends in
/// the end symbol is complete and keeps its place, so that the live beam shrinks. A sentence is
/// done when all its places hold complete hypotheses, or at its length limit, where every live
/// hypothesis is completed by the end symbol. Its answer is the same, to the bit, whichever other
/// sentences are in the call. With beam 1 this is greedy search.
public struct BeamSearch: Sendable {
  /// How widely and how far to search.
  public var options: SearchOptions
  /// The symbol that every hypothesis continues.
  public var startToken: Int32
  /// The symbol that completes a hypothesis.
  public var endToken: Int32

  /// Makes a search; options out of range are reported by `search`.
  public init(options: SearchOptions = SearchOptions(), startToken: Int32 = 2, endToken: Int32 = 3)
  {
    self.options = options
    self.startToken = startToken
    self.endToken = endToken
  }

  /// Finds hypotheses for sentences 0 to `sourceLengths.count` - 1.
  ///
  /// - Parameters:
  ///   - scorer: The model, ready for its first step with these sentences.
  ///   - sourceLengths: The source tokens of each sentence, for its length limit; 0 is allowed.
  /// - Returns: For each sentence at least one and at most `nBest` distinct, complete hypotheses,
  ///   by falling score (ties: the shorter, then by token ids). One that the model holds to be
  ///   impossible (log-probability -inf) is returned only if there is no other.
  /// - Throws: `UserError` for an option out of range, `SearchError` for a scorer that returns
  ///   what is no log-probability, and whatever the scorer throws.
  public func search(
    scorer: inout some StepScorer, sourceLengths: [Int]
  ) throws -> [[Hypothesis]] {
    try search(scorer: &scorer, sourceLengths: sourceLengths, observe: nil)
  }

  /// Finds the same hypotheses and tells, step by step, how each sentence came by its own.
  ///
  /// - Parameter observe: Hears of every sentence at every step; nil costs nothing.
  package func search(
    scorer: inout some StepScorer, sourceLengths: [Int], observe: ((SearchStep) -> Void)?
  ) throws -> [[Hypothesis]] {
    try options.validate()
    var state = BeamState(
      options: options, sourceLengths: sourceLengths, startToken: startToken, endToken: endToken,
      observe: observe)
    // All symbols but `<pad>` and `<s>` can follow.
    let followers = max(1, scorer.vocabularySize - 2)
    while state.rows.count > 0 {
      let candidateCount = min(state.candidatesPerRow, followers)
      let step = try scorer.step(
        parents: state.rows.parents, tokens: state.rows.tokens, candidateCount: candidateCount)
      try step.check(rows: state.rows.count, requestedCount: candidateCount)
      try state.advance(with: step)
    }
    return ranked(state, sentenceCount: sourceLengths.count)
  }

  private func ranked(_ state: BeamState, sentenceCount: Int) -> [[Hypothesis]] {
    var found = [[Hypothesis]](repeating: [], count: sentenceCount)
    for ended in state.ended {
      let tokens = state.arena.tokens(of: ended.node)
      let score = options.lengthPenalty.score(
        logProbability: ended.logProbability, length: tokens.count + 1)
      found[ended.sentence].append(
        Hypothesis(tokens: tokens, logProbability: ended.logProbability, score: score))
    }
    return found.map { hypotheses in
      let sorted = hypotheses.sorted { $0.precedes($1) }
      let possible = sorted.prefix { $0.logProbability > -.infinity }
      return Array((possible.isEmpty ? sorted[...] : possible).prefix(options.nBest))
    }
  }
}
