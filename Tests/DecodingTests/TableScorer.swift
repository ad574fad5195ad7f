import Seq2SeqDecoding

/// A scorer that looks up a table, and follows the protocol of rows to the letter.
struct TableScorer: StepScorer {
  enum Violation: Error { case firstCall, parent(Int32), candidateCount(Int) }

  let table: ProbabilityTable
  /// The table's sentence for each sentence of the call.
  let sentences: [Int]
  /// Whether the end symbol is listed among the candidates.
  var listsEnd = true
  /// For each step the rows of each sentence of the call.
  private(set) var rowsOfSteps: [[Int]] = []
  /// For each step the candidates that were asked for.
  private(set) var candidateCounts: [Int] = []

  private var rows: [(sentence: Int, prefix: [Int32])] = []

  init(table: ProbabilityTable, sentences: [Int], listsEnd: Bool = true) {
    self.table = table
    self.sentences = sentences
    self.listsEnd = listsEnd
  }

  var vocabularySize: Int { table.vocabularySize }

  mutating func step(_ request: StepRequest) throws -> StepCandidates {
    try continueRows(parents: request.parents, tokens: request.tokens)
    guard (0...max(1, vocabularySize - 2)).contains(request.candidateCount) else {
      throw Violation.candidateCount(request.candidateCount)
    }
    candidateCounts.append(request.candidateCount)
    let table = table.tempered(request.temperature)
    var counts = [Int](repeating: 0, count: sentences.count)
    let listed = table.followers.filter { listsEnd || $0 != ProbabilityTable.end }
    var step = StepCandidates(
      candidateCount: min(request.candidateCount, listed.count), tokens: [], logProbabilities: [],
      askedLogProbabilities: [])
    for (row, (sentence, prefix)) in rows.enumerated() {
      counts[sentence] += 1
      let scores = table.logProbabilities(sentences[sentence], prefix)
      let best = listed.sorted { (scores[Int($0)], $1) > (scores[Int($1)], $0) }
        .prefix(step.candidateCount)
      step.tokens += best
      step.logProbabilities += best.map { scores[Int($0)] }
      step.askedLogProbabilities.append(scores[Int(request.asked[row])])
      if request.wantsDistribution {
        step.distribution += scores.indices.map { $0 == 0 || $0 == 2 ? -.infinity : scores[$0] }
      }
    }
    if request.wantsAttention, let attention = table.attention {
      let weights = rows.map { attention(sentences[$0.sentence], $0.prefix) }
      step.attentionWidth = sentences.reduce(1) { max($0, attention($1, []).count) }
      step.attention = weights.flatMap {
        // What stands beside a short source is nobody's: it must not be read.
        $0 + [Float](repeating: .nan, count: step.attentionWidth - $0.count)
      }
    }
    rowsOfSteps.append(counts)
    return step
  }

  /// Re-orders the prefixes by row, as a network does its states.
  private mutating func continueRows(parents: [Int32], tokens: [Int32]) throws {
    if rowsOfSteps.isEmpty {
      guard parents == (0..<Int32(sentences.count)).map({ $0 }), tokens.allSatisfy({ $0 == 2 })
      else { throw Violation.firstCall }
      rows = parents.map { (Int($0), []) }
      return
    }
    rows = try zip(parents, tokens).map { parent, token in
      guard rows.indices.contains(Int(parent)), table.followers.contains(token), token != 3 else {
        throw Violation.parent(parent)
      }
      let (sentence, prefix) = rows[Int(parent)]
      return (sentence, prefix + [token])
    }
  }
}
