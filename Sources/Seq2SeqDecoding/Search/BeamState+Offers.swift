// What may follow the rows of a beam: here constraints on it belong.

extension BeamState {
  /// Offers all that may follow the rows of a beam to `best`.
  ///
  /// A constraint leaves candidates out, and has `columns(of:)` ask for as many more.
  mutating func offerCandidates(of beam: LiveBeam, step: StepCandidates) throws {
    if let forced = forcedToken(of: beam) { return try offer(forced, to: beam, step) }
    if options.strategy == .sampling { return try offerDrawn(to: beam, step) }
    // Not all columns: how many there are depends on the other sentences.
    let columns = min(columns(of: beam), step.candidateCount)
    for row in beam.rows {
      let start = row * step.candidateCount
      let repeating = repeating.isEmpty ? [] : repeating[row]
      if !isEndBarred { try offer(step.askedLogProbabilities[row], endToken, row, beam) }
      for column in start..<start + columns {
        let token = step.tokens[column]
        if token == endToken || repeating.contains(token) { continue }
        try offer(step.logProbabilities[column], token, row, beam)
      }
    }
  }

  private mutating func offer(
    _ logProbability: Float, _ token: Int32, _ row: Int, _ beam: LiveBeam
  ) throws {
    try check(logProbability, beam)
    // The impossible takes no place: a beam of such rows would never recover.
    guard logProbability > -.infinity else { return }
    let total = rows.logProbabilities[row] + Double(logProbability)
    let score = chosen.isEmpty ? total : total - options.diversity * Double(chosen[token] ?? 0)
    best.offer(Candidate(logProbability: total, score: score, row: row, token: token))
  }

  /// Offers the next token of a prefix and nothing else; so there is one row.
  private mutating func offer(
    _ forced: Int32, to beam: LiveBeam, _ step: StepCandidates
  ) throws {
    for row in beam.rows {
      let logProbability = step.askedLogProbabilities[row]
      try check(logProbability, beam)
      var total = rows.logProbabilities[row]
      if logProbability > -.infinity {
        total += Double(logProbability)
      } else {
        sentencesWithImpossiblePrefix.insert(beam.sentence)
      }
      best.offer(Candidate(logProbability: total, score: total, row: row, token: forced))
    }
  }

  /// Offers the one token that a sample draws.
  private mutating func offerDrawn(to beam: LiveBeam, _ step: StepCandidates) throws {
    let row = beam.rows.lowerBound
    let repeating = repeating.isEmpty ? [] : repeating[row]
    sampler.reset()
    if !isEndBarred { try add(endToken, step.askedLogProbabilities[row], beam) }
    if drawsFromAll(beam) {
      let first = row * (step.distribution.count / rows.count)
      for token in 0..<Int32(truncatingIfNeeded: tokenCount(of: beam))
      where token != endToken && !repeating.contains(token) {
        try add(token, step.distribution[first + Int(token)], beam)
      }
    } else {
      let first = row * step.candidateCount
      for column in first..<first + min(columns(of: beam), step.candidateCount) {
        let token = step.tokens[column]
        if token == endToken || repeating.contains(token) { continue }
        try add(token, step.logProbabilities[column], beam)
      }
    }
    let uniform = options.uniform(
      line: sentences[beam.sentence].number, sample: beam.group, position: length)
    guard let drawn = sampler.draw(uniform: uniform) else { return }
    try offer(drawn.logProbability, drawn.token, row, beam)
  }

  private mutating func add(_ token: Int32, _ logProbability: Float, _ beam: LiveBeam) throws {
    try check(logProbability, beam)
    sampler.add(token, logProbability)
  }

  func check(_ logProbability: Float, _ beam: LiveBeam) throws {
    // False for NaN too.
    guard logProbability < .infinity else {
      throw SearchError.notALogProbability(sentence: beam.sentence, position: length)
    }
  }
}
