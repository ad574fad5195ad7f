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

  /// One row for each sentence, holding the start symbol.
  init(options: SearchOptions, sourceLengths: [Int], startToken: Int32, endToken: Int32) {
    self.endToken = endToken
    rows = LiveRows(capacity: sourceLengths.count, sentenceCapacity: sourceLengths.count)
    for (number, sourceLength) in sourceLengths.enumerated() {
      rows.append(parent: number, token: startToken, logProbability: 0, node: HypothesisArena.root)
      rows.append(
        LiveSentence(
          number: number, rowCount: 1, places: options.places,
          lengthLimit: options.lengthLimit(sourceLength: sourceLength)))
    }
  }

  /// The most places that a live sentence has left.
  var widestPlaces: Int {
    rows.sentences.reduce(0) { max($0, $1.places) }
  }

  /// Replaces the live rows by what the candidates of a step make of them.
  mutating func advance(with step: StepCandidates) throws {
    // At most the places of every sentence are taken again, and most steps take all of them.
    var next = LiveRows(capacity: rows.count, sentenceCapacity: rows.sentences.count)
    var first = 0
    for sentence in rows.sentences {
      let own = first..<(first + sentence.rowCount)
      first = own.upperBound
      best.reset(capacity: sentence.places)
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
    let columns = min(sentence.places, step.candidateCount)
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
  /// An ended hypothesis keeps its place, so that the live beam shrinks. Here a search can be
  /// observed: `best.kept` are its choices, best first.
  private mutating func place(_ sentence: LiveSentence, in next: inout LiveRows) {
    var sentence = sentence
    sentence.rowCount = 0
    for candidate in best.kept {
      let node = rows.nodes[candidate.row]
      if candidate.token == endToken {
        ended.append(
          EndedHypothesis(
            sentence: sentence.number, node: node, logProbability: candidate.logProbability))
        sentence.places -= 1
      } else {
        next.append(
          parent: candidate.row, token: candidate.token,
          logProbability: candidate.logProbability, node: arena.append(candidate.token, to: node))
        sentence.rowCount += 1
      }
    }
    if sentence.rowCount > 0 { next.append(sentence) }
  }

  /// Ends every hypothesis of a sentence where it stands.
  private mutating func end(
    _ own: Range<Int>, of sentence: LiveSentence, step: StepCandidates
  ) throws {
    for row in own {
      let logProbability = step.endLogProbabilities[row]
      try check(logProbability, sentence)
      ended.append(
        EndedHypothesis(
          sentence: sentence.number, node: rows.nodes[row],
          logProbability: rows.logProbabilities[row] + Double(logProbability)))
    }
  }

  private func check(_ logProbability: Float, _ sentence: LiveSentence) throws {
    // False for NaN too.
    guard logProbability < .infinity else {
      throw SearchError.notALogProbability(sentence: sentence.number, position: length)
    }
  }
}
