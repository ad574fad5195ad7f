import Foundation
import Seq2SeqDecoding

/// Oracles written from the definitions, one sentence and one prefix at a time.
struct NaiveSearch {
  var table: ProbabilityTable
  var sentence: Int
  var limit: Int
  var lengthPenalty = LengthPenalty.gnmt(alpha: 1)
  var coveragePenalty = 0.0
  var minimumLength = 0
  var noRepeatNgram = 0
  var forced: [Int32] = []

  init(table: ProbabilityTable, sentence: Int, limit: Int, alpha: Double = 1) {
    self.table = table
    self.sentence = sentence
    self.limit = limit
    lengthPenalty = .gnmt(alpha: alpha)
  }

  func hypothesis(_ tokens: [Int32], _ logProbability: Double) -> Hypothesis {
    let length = Double(tokens.count + 1)
    let divisor =
      switch lengthPenalty {
      case .gnmt(let alpha): pow((5.0 + length) / 6.0, alpha)
      case .average: length
      case .none: 1.0
      }
    return Hypothesis(
      tokens: tokens, logProbability: logProbability,
      score: logProbability / divisor + coveragePenalty * logCoverage(tokens))
  }

  /// The sum over source tokens of log(min(attention of all steps, 1)), the end's step included.
  private func logCoverage(_ tokens: [Int32]) -> Double {
    guard let attention = table.attention, coveragePenalty > 0 else { return 0 }
    var sums = attention(sentence, []).map { _ in Float(0) }
    for count in 0...tokens.count {
      for (index, weight) in attention(sentence, Array(tokens.prefix(count))).enumerated() {
        sums[index] += weight
      }
    }
    return sums.reduce(0) { $0 + log(Double(min($1, 1))) }
  }

  func end(_ prefix: [Int32], _ soFar: Double) -> Hypothesis {
    hypothesis(prefix, soFar + Double(table.logProbabilities(sentence, prefix)[3]))
  }

  /// What may follow a prefix.
  func followers(of prefix: [Int32]) -> [(token: Int32, logProbability: Double)] {
    let scores = table.logProbabilities(sentence, prefix).map(Double.init)
    if prefix.count < forced.count {
      return [(forced[prefix.count], scores[Int(forced[prefix.count])])]
    }
    return table.followers.filter { token in
      if scores[Int(token)] == -.infinity { return false }
      if token == ProbabilityTable.end { return prefix.count >= minimumLength }
      return !repeats(prefix + [token])
    }.map { ($0, scores[Int($0)]) }
  }

  /// Whether the last n-gram stands earlier in the tokens too.
  private func repeats(_ tokens: [Int32]) -> Bool {
    guard noRepeatNgram > 0, tokens.count > noRepeatNgram else { return false }
    let last = Array(tokens.suffix(noRepeatNgram))
    return (0..<(tokens.count - noRepeatNgram)).contains {
      Array(tokens[$0..<$0 + noRepeatNgram]) == last
    }
  }

  /// The most probable token, again and again.
  func greedy() -> Hypothesis {
    var tokens: [Int32] = []
    var total = 0.0
    while tokens.count < limit {
      let scores = table.logProbabilities(sentence, tokens)
      var best: Int32 = 1
      for token in table.followers where scores[Int(token)] > scores[Int(best)] { best = token }
      if best == ProbabilityTable.end { break }
      total += Double(scores[Int(best)])
      tokens.append(best)
    }
    return end(tokens, total)
  }

  /// Every complete hypothesis of at most `limit` tokens, best first.
  func exhaustive() -> [Hypothesis] {
    var all: [Hypothesis] = []
    func visit(_ prefix: [Int32], _ soFar: Double) {
      let next = prefix.count < limit ? followers(of: prefix) : []
      // At the limit, or nothing may follow.
      if next.isEmpty { all.append(end(prefix, soFar)) }
      for (token, logProbability) in next {
        if token == ProbabilityTable.end {
          all.append(end(prefix, soFar))
        } else {
          visit(prefix + [token], soFar + logProbability)
        }
      }
    }
    visit([], 0)
    return ranked(all)
  }

  private typealias Live = (tokens: [Int32], total: Double)

  /// Beam search by sorting every continuation of every hypothesis.
  func beam(places: Int) -> [Hypothesis] {
    diverseBeam(places: places, groups: 1, diversity: 0)
  }

  /// Diverse beam search, group by group (Vijayakumar et al. 2018, algorithm 1).
  func diverseBeam(places: Int, groups: Int, diversity: Double) -> [Hypothesis] {
    var ended = [[Hypothesis]](repeating: [], count: groups)
    var live = [[Live]](repeating: [([], 0)], count: groups)
    for _ in 0..<limit {
      var chosenBefore: [Int32] = []
      for group in 0..<groups {
        let before = live[group]
        var next: [(score: Double, rank: Int, token: Int32, total: Double)] = []
        for (rank, row) in before.enumerated() {
          for (token, logProbability) in followers(of: row.tokens) {
            let total = row.total + logProbability
            let times = row.tokens.count < forced.count ? 0 : chosenBefore.count { $0 == token }
            next.append((total - diversity * Double(times), rank, token, total))
          }
        }
        if next.isEmpty {
          ended[group] += before.map { end($0.tokens, $0.total) }
          live[group] = []
          continue
        }
        next.sort { ($0.score, $1.rank, $1.token) > ($1.score, $0.rank, $0.token) }
        live[group] = []
        for (_, rank, token, total) in next.prefix(places / groups - ended[group].count) {
          chosenBefore.append(token)
          if token == ProbabilityTable.end {
            ended[group].append(hypothesis(before[rank].tokens, total))
          } else {
            live[group].append((before[rank].tokens + [token], total))
          }
        }
      }
    }
    let all = ended.flatMap(\.self) + live.flatMap(\.self).map { end($0.tokens, $0.total) }
    var distinct: [Hypothesis] = []
    for hypothesis in all where !distinct.contains(hypothesis) { distinct.append(hypothesis) }
    return ranked(distinct)
  }

  private func ranked(_ hypotheses: [Hypothesis]) -> [Hypothesis] {
    let sorted = hypotheses.sorted {
      if $0.score != $1.score { return $0.score > $1.score }
      if $0.tokens.count != $1.tokens.count { return $0.tokens.count < $1.tokens.count }
      return $0.tokens.lexicographicallyPrecedes($1.tokens)
    }
    let possible = sorted.filter { $0.logProbability > -.infinity }
    return possible.isEmpty ? sorted : possible
  }
}
