/// A search between two steps: what lives, what has ended, and the tokens of both.
///
/// The choices of a sentence read no row but its own, so that its answer cannot depend on its
/// company.
struct BeamState {
  /// The rows of the next step.
  private(set) var rows: LiveRows
  /// The hypotheses that have ended, in the order in which they did.
  private(set) var ended: [EndedHypothesis] = []
  /// The tokens of all hypotheses, live and ended.
  private(set) var arena = HypothesisArena()

  private let endToken: Int32
  private var best = BestCandidates()
  /// The tokens of every live hypothesis: all sentences started together.
  private var length = 0
  private let observe: ((SearchStep) -> Void)?

  /// One row for each sentence, holding the start symbol.
  init(
    options: SearchOptions, sourceLengths: [Int], startToken: Int32, endToken: Int32,
    observe: ((SearchStep) -> Void)?
  ) {
    self.endToken = endToken
    self.observe = observe
    rows = LiveRows(capacity: sourceLengths.count, sentenceCapacity: sourceLengths.count)
    for (number, sourceLength) in sourceLengths.enumerated() {
      rows.append(parent: number, token: startToken, logProbability: 0, node: HypothesisArena.root)
      rows.append(
        LiveSentence(
          number: number, rowCount: 1, places: options.places,
          lengthLimit: options.lengthLimit(sourceLength: sourceLength)))
    }
  }

  /// The candidates that the next step needs of each row: of the widest sentence.
  var candidatesPerRow: Int {
    rows.sentences.reduce(0) { max($0, candidates(of: $1)) }
  }

  /// As many as a sentence has places; more if somebody wants to hear of those pruned too.
  private func candidates(of sentence: LiveSentence) -> Int {
    guard observe != nil else { return sentence.places }
    let (sum, overflow) = sentence.places.addingReportingOverflow(SearchStep.prunedCount)
    return overflow ? .max : sum
  }

  /// Replaces the live rows by what the candidates of a step make of them.
  mutating func advance(with step: StepCandidates) throws {
    // At most the places of every sentence are taken again, and most steps take all of them.
    var next = LiveRows(capacity: rows.count, sentenceCapacity: rows.sentences.count)
    var first = 0
    for sentence in rows.sentences {
      let own = first..<(first + sentence.rowCount)
      first = own.upperBound
      best.reset(capacity: candidates(of: sentence))
      if length < sentence.lengthLimit {
        try offerCandidates(of: own, sentence: sentence, step: step)
      }
      if best.kept.isEmpty {
        // At the limit, or nothing possible can follow.
        try end(own, of: sentence, step: step)
      } else {
        place(sentence, in: &next)
      }
    }
    rows = next
    length += 1
  }

  /// Offers all that may follow the rows of a sentence to `best`.
  ///
  /// This is where constraints on what may follow belong (minimum length, n-gram blocking, forced
  /// prefix): they leave candidates out.
  private mutating func offerCandidates(
    of own: Range<Int>, sentence: LiveSentence, step: StepCandidates
  ) throws {
    // Not all columns: how many there are depends on the other sentences.
    let columns = min(candidates(of: sentence), step.candidateCount)
    for row in own {
      let soFar = rows.logProbabilities[row]
      let start = row * step.candidateCount
      try offer(step.endLogProbabilities[row], endToken, row, soFar, sentence)
      for column in start..<(start + columns) where step.tokens[column] != endToken {
        try offer(step.logProbabilities[column], step.tokens[column], row, soFar, sentence)
      }
    }
  }

  private mutating func offer(
    _ logProbability: Float, _ token: Int32, _ row: Int, _ soFar: Double, _ sentence: LiveSentence
  ) throws {
    try check(logProbability, sentence)
    // The impossible takes no place: a beam of such rows would never recover.
    guard logProbability > -.infinity else { return }
    best.offer(
      Candidate(logProbability: soFar + Double(logProbability), row: row, token: token))
  }

  /// Ends or keeps alive the candidates chosen for a sentence.
  ///
  /// An ended hypothesis keeps its place, so that the live beam shrinks.
  private mutating func place(_ sentence: LiveSentence, in next: inout LiveRows) {
    var choices: [SearchStep.Choice] = []
    let places = sentence.places
    var sentence = sentence
    sentence.rowCount = 0
    for (rank, candidate) in best.kept.enumerated() {
      let node = rows.nodes[candidate.row]
      if rank >= places {
        choices.append(choice(candidate, .pruned))
      } else if candidate.token == endToken {
        if observe != nil { choices.append(choice(candidate, .ended)) }
        ended.append(
          EndedHypothesis(
            sentence: sentence.number, node: node, logProbability: candidate.logProbability))
        sentence.places -= 1
      } else {
        let extended = arena.append(candidate.token, to: node)
        if observe != nil { choices.append(choice(candidate, .kept, node: extended)) }
        next.append(
          parent: candidate.row, token: candidate.token,
          logProbability: candidate.logProbability, node: extended)
        sentence.rowCount += 1
      }
    }
    if sentence.rowCount > 0 { next.append(sentence) }
    observe?(SearchStep(sentence: sentence.number, step: length, choices: choices))
  }

  /// What an observer hears of a candidate; one that does not go on gets a node here, to be told from others.
  private mutating func choice(
    _ candidate: Candidate, _ outcome: SearchStep.Outcome, node: Int? = nil
  ) -> SearchStep.Choice {
    let parent = rows.nodes[candidate.row]
    return SearchStep.Choice(
      node: node ?? arena.append(candidate.token, to: parent),
      parent: parent == HypothesisArena.root ? nil : parent, token: candidate.token,
      logProbability: candidate.logProbability,
      tokenLogProbability: candidate.logProbability - rows.logProbabilities[candidate.row],
      outcome: outcome)
  }

  /// Ends every hypothesis of a sentence where it stands.
  private mutating func end(
    _ own: Range<Int>, of sentence: LiveSentence, step: StepCandidates
  ) throws {
    var choices: [SearchStep.Choice] = []
    for row in own {
      let logProbability = step.endLogProbabilities[row]
      try check(logProbability, sentence)
      let total = rows.logProbabilities[row] + Double(logProbability)
      ended.append(
        EndedHypothesis(
          sentence: sentence.number, node: rows.nodes[row], logProbability: total))
      if observe != nil {
        choices.append(
          choice(Candidate(logProbability: total, row: row, token: endToken), .ended))
      }
    }
    choices.sort { $0.logProbability > $1.logProbability }
    observe?(SearchStep(sentence: sentence.number, step: length, choices: choices))
  }

  private func check(_ logProbability: Float, _ sentence: LiveSentence) throws {
    // False for NaN too.
    guard logProbability < .infinity else {
      throw SearchError.notALogProbability(sentence: sentence.number, position: length)
    }
  }
}
