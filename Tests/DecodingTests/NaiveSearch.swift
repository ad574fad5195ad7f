import Foundation
import Seq2SeqDecoding

/// Oracles written from the definitions, one sentence and one prefix at a time.
struct NaiveSearch {
  var table: ProbabilityTable
  var sentence: Int
  var limit: Int
  var alpha: Double

  func hypothesis(_ tokens: [Int32], _ logProbability: Double) -> Hypothesis {
    let divisor = pow((5.0 + Double(tokens.count + 1)) / 6.0, alpha)
    return Hypothesis(
      tokens: tokens, logProbability: logProbability, score: logProbability / divisor)
  }

  func end(_ prefix: [Int32], _ soFar: Double) -> Hypothesis {
    hypothesis(prefix, soFar + Double(table.logProbabilities(sentence, prefix)[3]))
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
      all.append(end(prefix, soFar))
      guard prefix.count < limit else { return }
      let scores = table.logProbabilities(sentence, prefix)
      for token in table.followers where token != ProbabilityTable.end {
        visit(prefix + [token], soFar + Double(scores[Int(token)]))
      }
    }
    visit([], 0)
    return ranked(all)
  }

  /// Beam search by sorting every continuation of every hypothesis.
  func beam(places: Int) -> [Hypothesis] {
    var ended: [Hypothesis] = []
    var live: [(tokens: [Int32], total: Double)] = [([], 0)]
    for _ in 0..<limit {
      var next: [(rank: Int, token: Int32, total: Double)] = []
      for (rank, row) in live.enumerated() {
        let scores = table.logProbabilities(sentence, row.tokens)
        for token in table.followers where scores[Int(token)] > -.infinity {
          next.append((rank, token, row.total + Double(scores[Int(token)])))
        }
      }
      if next.isEmpty { break }
      next.sort { ($0.total, $1.rank, $1.token) > ($1.total, $0.rank, $0.token) }
      let chosen = next.prefix(places - ended.count)
      let before = live
      live = []
      for (rank, token, total) in chosen {
        if token == ProbabilityTable.end {
          ended.append(hypothesis(before[rank].tokens, total))
        } else {
          live.append((before[rank].tokens + [token], total))
        }
      }
    }
    return ranked(ended + live.map { end($0.tokens, $0.total) })
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
