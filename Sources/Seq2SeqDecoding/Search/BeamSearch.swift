import Seq2SeqText

/// Batched beam search: from step probabilities to the most probable hypotheses found.
///
/// The live hypotheses of all sentences are the rows of one step. At each step a sentence keeps
/// the best continuations of its own rows, as many as its beam has places left; one that ends in
/// the end symbol is complete and keeps its place, so that the live beam shrinks. A sentence is
/// done when all its places hold complete hypotheses, or at its length limit, where every live
/// hypothesis is completed by the end symbol. Its answer is the same, to the bit, whichever other
/// sentences are in the call. With beam 1 this is greedy search.
///
/// Diverse beam search is several such beams for a sentence, sampling is beams of one place that
/// draw instead of choosing the best.
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

  /// Finds hypotheses for sentences 0 to `sourceLengths.count` - 1, without prefixes, numbered as they come.
  ///
  /// - Parameters:
  ///   - scorer: The model, ready for its first step with these sentences.
  ///   - sourceLengths: The source tokens of each sentence, for its length limit; 0 is allowed.
  /// - Returns: As ``search(scorer:sentences:)``.
  public func search(
    scorer: inout some StepScorer, sourceLengths: [Int]
  ) throws -> [[Hypothesis]] {
    try search(scorer: &scorer, sourceLengths: sourceLengths, observe: nil)
  }

  /// Finds hypotheses for sentences.
  ///
  /// - Parameters:
  ///   - scorer: The model, ready for its first step with these sentences.
  ///   - sentences: What they are, in the scorer's order.
  /// - Returns: For each sentence at least one and at most `nBest` complete hypotheses, by falling
  ///   score (ties: the shorter, then by token ids); distinct ones, other than with sampling. One
  ///   that the model holds to be impossible (log-probability -inf) is returned only if there is
  ///   no other.
  /// - Throws: `UserError` for an option out of range or a prefix that cannot be, `SearchError` for
  ///   a scorer that returns what is no log-probability, and whatever the scorer throws.
  public func search(
    scorer: inout some StepScorer, sentences: [SearchSentence]
  ) throws -> [[Hypothesis]] {
    try search(scorer: &scorer, sentences: sentences, observe: nil)
  }

  /// As the public one, and tells step by step how each sentence came by its hypotheses.
  package func search(
    scorer: inout some StepScorer, sourceLengths: [Int], observe: ((SearchStep) -> Void)?
  ) throws -> [[Hypothesis]] {
    try search(
      scorer: &scorer,
      sentences: sourceLengths.enumerated().map {
        SearchSentence(sourceLength: $0.element, number: $0.offset)
      }, observe: observe)
  }

  /// As the public one, and tells step by step how each sentence came by its hypotheses.
  ///
  /// - Parameter observe: Hears of every beam at every step; nil costs nothing.
  package func search(
    scorer: inout some StepScorer, sentences: [SearchSentence],
    observe: ((SearchStep) -> Void)?
  ) throws -> [[Hypothesis]] {
    try options.validate()
    try check(sentences, vocabularySize: scorer.vocabularySize)
    var state = BeamState(
      options: options, sentences: sentences, startToken: startToken, endToken: endToken,
      vocabularySize: scorer.vocabularySize, observe: observe)
    let columns = sentences.reduce(scorer.vocabularySize) {
      max($0, scorer.vocabularySize + $1.extraTokens)
    }
    let longestSource = sentences.reduce(0) { max($0, $1.sourceLength) }
    while state.rows.count > 0 {
      let request = state.request()
      let step = try scorer.step(request)
      try step.check(request, columns: columns, longestSource: longestSource)
      try state.advance(with: step)
    }
    return ranked(state, sentenceCount: sentences.count)
  }

  private func check(_ sentences: [SearchSentence], vocabularySize: Int) throws {
    for sentence in sentences {
      guard (0...1_000_000_000).contains(sentence.extraTokens) else {
        throw UserError(
          .badData, "a sentence has \(sentence.extraTokens) tokens of its own",
          remedy: "give a number from 0 to 1000000000")
      }
      for token in sentence.prefix {
        guard token >= 0, Int(token) < vocabularySize + sentence.extraTokens, token != startToken,
          token != endToken
        else {
          throw UserError(
            .badData, "a forced prefix holds token \(token)",
            remedy: "give tokens of the target vocabulary, without start and end symbols")
        }
      }
    }
  }

  private func ranked(_ state: BeamState, sentenceCount: Int) -> [[Hypothesis]] {
    var found = [[Hypothesis]](repeating: [], count: sentenceCount)
    for ended in state.ended {
      let tokens = state.arena.tokens(of: ended.node)
      let score = options.lengthPenalty.score(
        logProbability: ended.logProbability, length: tokens.count + 1)
      found[ended.sentence].append(
        Hypothesis(
          tokens: tokens, logProbability: ended.logProbability,
          score: score + options.coveragePenalty * ended.logCoverage,
          sourcePositions: options.replaceUnknown
            ? state.arena.sourcePositions(of: ended.node) : nil))
    }
    return found.enumerated().map { sentence, hypotheses in
      var sorted = hypotheses.sorted { $0.precedes($1) }
      if options.strategy == .beam, options.groups > 1 { removeRepeated(&sorted) }
      let possible = sorted.prefix { $0.logProbability > -.infinity }
      var best = Array((possible.isEmpty ? sorted[...] : possible).prefix(options.nBest))
      if state.sentencesWithImpossiblePrefix.contains(sentence) {
        for index in best.indices {
          (best[index].logProbability, best[index].score) = (-.infinity, -.infinity)
        }
      }
      return best
    }
  }

  /// Groups may have found the same: the same tokens have the same score, and stand side by side.
  private func removeRepeated(_ sorted: inout [Hypothesis]) {
    var kept: [Hypothesis] = []
    for hypothesis in sorted where hypothesis.tokens != kept.last?.tokens {
      kept.append(hypothesis)
    }
    sorted = kept
  }
}
