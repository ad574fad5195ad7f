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
  /// Sentences whose prefix the model holds to be impossible. Their hypotheses are compared
  /// without it: sums of -inf would all be equal.
  var sentencesWithImpossiblePrefix: Set<Int> = []

  let options: SearchOptions
  let sentences: [SearchSentence]
  let endToken: Int32
  let vocabularySize: Int
  /// The candidates that are offered for one beam, best first.
  var best = BestCandidates()
  var sampler: Sampler
  /// The tokens of every live hypothesis: all sentences started together.
  private(set) var length = 0
  /// For each row the tokens that would repeat an n-gram; empty if they may.
  private(set) var repeating: [[Int32]] = []
  /// How often the groups of a sentence so far have chosen each token at this step.
  private(set) var chosen: [Int32: Int] = [:]
  private var coverage: CoverageSums?
  private let observe: ((SearchStep) -> Void)?

  /// One row for each sentence, holding the start symbol, which all its beams share.
  init(
    options: SearchOptions, sentences: [SearchSentence], startToken: Int32, endToken: Int32,
    vocabularySize: Int, observe: ((SearchStep) -> Void)?
  ) {
    self.options = options
    self.sentences = sentences
    self.endToken = endToken
    self.vocabularySize = vocabularySize
    self.observe = observe
    sampler = Sampler(options)
    coverage = options.coveragePenalty > 0 ? CoverageSums() : nil
    rows = LiveRows(capacity: sentences.count, beamCapacity: sentences.count * options.beamCount)
    for (number, sentence) in sentences.enumerated() {
      rows.append(parent: number, token: startToken, logProbability: 0, node: HypothesisArena.root)
      let limit = options.lengthLimit(sourceLength: sentence.sourceLength)
      for group in 0..<options.beamCount {
        rows.append(
          LiveBeam(
            sentence: number, group: group, rows: number..<number + 1,
            places: options.placesPerBeam, lengthLimit: max(limit, sentence.prefix.count)))
      }
    }
  }

  // MARK: - What to ask

  /// What the next step has to answer.
  mutating func request() -> StepRequest {
    if options.noRepeatNgram > 0 {
      repeating = rows.nodes.map {
        RepeatedNgrams.completions(of: arena.tokens(of: $0), size: options.noRepeatNgram)
      }
    }
    var request = StepRequest(
      parents: rows.parents, tokens: rows.tokens,
      asked: [Int32](repeating: endToken, count: rows.count), temperature: options.temperature,
      wantsAttention: options.needsAttention)
    for beam in rows.beams {
      if let forced = forcedToken(of: beam) {
        for row in beam.rows { request.asked[row] = forced }
      } else if drawsFromAll(beam) {
        request.wantsDistribution = true
      } else {
        request.candidateCount = max(request.candidateCount, columns(of: beam))
      }
    }
    return request
  }

  /// The token of the prefix that comes next, if there is one.
  func forcedToken(of beam: LiveBeam) -> Int32? {
    let prefix = sentences[beam.sentence].prefix
    return length < prefix.count ? prefix[length] : nil
  }

  /// All symbols but `<pad>` and `<s>` can follow.
  private func followers(of beam: LiveBeam) -> Int {
    max(1, tokenCount(of: beam) - 2)
  }

  /// The tokens that there are for a beam, its sentence's own among them.
  func tokenCount(of beam: LiveBeam) -> Int {
    vocabularySize + sentences[beam.sentence].extraTokens
  }

  /// Whether a draw needs the probability of every token.
  func drawsFromAll(_ beam: LiveBeam) -> Bool {
    options.strategy == .sampling && (options.topK == 0 || options.topK >= followers(of: beam))
  }

  /// Whether a beam is not to end yet.
  var isEndBarred: Bool { length < options.minimumLength }

  /// The candidates of each of its rows that a beam needs, so that enough are left over when some
  /// may not be taken; not more, since what it reads must not depend on the other beams.
  func columns(of beam: LiveBeam) -> Int {
    let followers = followers(of: beam)
    // Clamped first: a place may be there for every hypothesis there is.
    var count = min(options.strategy == .sampling ? options.topK : beam.places, followers)
    // What other groups have chosen may all lose its place.
    if beam.group > 0, options.strategy == .beam {
      count += min(beam.group * options.placesPerBeam, followers)
    }
    if observe != nil { count += SearchStep.prunedCount }
    if isEndBarred { count += 1 }
    if !repeating.isEmpty { count += beam.rows.reduce(0) { max($0, repeating[$1].count) } }
    return min(count, followers)
  }

  // MARK: - What to make of the answer

  /// Replaces the live rows by what the candidates of a step make of them.
  mutating func advance(with step: StepCandidates) throws {
    try coverage?.add(step)
    // At most the places of every beam are taken again, and most steps take all of them.
    var next = LiveRows(capacity: rows.count, beamCapacity: rows.beams.count)
    var sentence = -1
    for beam in rows.beams {
      if beam.sentence != sentence { chosen.removeAll(keepingCapacity: true) }
      sentence = beam.sentence
      best.reset(capacity: beam.places + (observe == nil ? 0 : SearchStep.prunedCount))
      if length < beam.lengthLimit { try offerCandidates(of: beam, step: step) }
      if best.kept.isEmpty {
        // At the limit, or nothing possible can follow.
        try end(beam, step: step)
      } else {
        place(beam, step: step, in: &next)
      }
    }
    coverage?.advance(parents: next.parents)
    rows = next
    length += 1
  }

  /// Ends or keeps alive the candidates chosen for a beam.
  ///
  /// An ended hypothesis keeps its place, so that the live beam shrinks.
  private mutating func place(_ beam: LiveBeam, step: StepCandidates, in next: inout LiveRows) {
    var choices: [SearchStep.Choice] = []
    var places = beam.places
    let first = next.count
    for (rank, candidate) in best.kept.enumerated() {
      guard rank < beam.places else {
        choices.append(choice(candidate, .pruned))
        continue
      }
      if options.groups > 1 { chosen[candidate.token, default: 0] += 1 }
      if candidate.token == endToken {
        if observe != nil { choices.append(choice(candidate, .ended)) }
        end(candidate, of: beam)
        places -= 1
      } else {
        let node = arena.append(
          candidate.token, to: rows.nodes[candidate.row],
          sourcePosition: sourcePosition(row: candidate.row, beam, step))
        if observe != nil { choices.append(choice(candidate, .kept, node: node)) }
        next.append(
          parent: candidate.row, token: candidate.token,
          logProbability: candidate.logProbability, node: node)
      }
    }
    if next.count > first {
      next.append(
        LiveBeam(
          sentence: beam.sentence, group: beam.group, rows: first..<next.count, places: places,
          lengthLimit: beam.lengthLimit))
    }
    tell(beam, choices)
  }

  /// Ends every hypothesis of a beam where it stands.
  private mutating func end(_ beam: LiveBeam, step: StepCandidates) throws {
    var choices: [SearchStep.Choice] = []
    for row in beam.rows {
      let logProbability = step.askedLogProbabilities[row]
      try check(logProbability, beam)
      let total = rows.logProbabilities[row] + Double(logProbability)
      let candidate = Candidate(logProbability: total, score: total, row: row, token: endToken)
      end(candidate, of: beam)
      if observe != nil { choices.append(choice(candidate, .ended)) }
    }
    choices.sort { $0.logProbability > $1.logProbability }
    tell(beam, choices)
  }

  private mutating func end(_ candidate: Candidate, of beam: LiveBeam) {
    ended.append(
      EndedHypothesis(
        sentence: beam.sentence, node: rows.nodes[candidate.row],
        logProbability: candidate.logProbability,
        logCoverage: coverage?.logCoverage(
          row: candidate.row, sourceLength: sentences[beam.sentence].sourceLength) ?? 0))
  }

  /// Where the decoder looked most; -1 if nobody asks or there is nothing to look at.
  private func sourcePosition(row: Int, _ beam: LiveBeam, _ step: StepCandidates) -> Int32 {
    guard options.replaceUnknown else { return -1 }
    let first = row * step.attentionWidth
    let count = min(max(0, sentences[beam.sentence].sourceLength), step.attentionWidth)
    let own = step.attention[first..<first + count]
    let position = own.indices.max { (own[$0], $1) < (own[$1], $0) }
    return position.map { Int32(truncatingIfNeeded: $0 - first) } ?? -1
  }

  // MARK: - Who listens

  private func tell(_ beam: LiveBeam, _ choices: [SearchStep.Choice]) {
    observe?(
      SearchStep(sentence: beam.sentence, group: beam.group, step: length, choices: choices))
  }

  /// What an observer hears of a candidate; one that does not go on gets a node here, to be told
  /// from others.
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
}
