import Foundation
import Seq2SeqTensors

/// Draws one of the tokens that may follow a row.
struct Sampler {
  private let options: SearchOptions
  private var tokens: [Int32] = []
  private var logProbabilities: [Float] = []

  init(_ options: SearchOptions) {
    self.options = options
  }

  /// Forgets what may follow.
  mutating func reset() {
    tokens.removeAll(keepingCapacity: true)
    logProbabilities.removeAll(keepingCapacity: true)
  }

  /// Adds a token that may follow; all of them, or at least the `topK` most probable.
  mutating func add(_ token: Int32, _ logProbability: Float) {
    // What is impossible is not drawn.
    guard logProbability > -.infinity else { return }
    tokens.append(token)
    logProbabilities.append(logProbability)
  }

  /// The token drawn with its log-probability in the model's distribution; nil if none may follow.
  ///
  /// Of the tokens added the `topK` most probable remain, of these the fewest that have `topP` of
  /// the probability that remained (Holtzman et al. 2020), and one of these is drawn.
  ///
  /// - Parameter uniform: From 0 to below 1.
  func draw(uniform: Double) -> (token: Int32, logProbability: Float)? {
    guard let largest = logProbabilities.max() else { return nil }
    var weights = logProbabilities.map { exp(Double($0 - largest)) }
    var order = Array(tokens.indices)
    if options.topK > 0, options.topK < order.count {
      sort(&order)
      order.removeLast(order.count - options.topK)
    }
    if options.topP < 1 {
      let total = order.reduce(0) { $0 + weights[$1] }
      // Tokens this rare have less than 1 - topP together: they need not be sorted.
      let floor = (1 - options.topP) * total / Double(order.count)
      order.removeAll { weights[$0] < floor }
      sort(&order)
      var sum = 0.0
      let last = order.firstIndex { index in
        sum += weights[index]
        return sum >= options.topP * total
      }
      if let last { order.removeLast(order.count - last - 1) }
    }
    var sum = 0.0
    for index in order {
      sum += weights[index]
      weights[index] = sum
    }
    let chosen = order.first { weights[$0] > uniform * sum } ?? order.last
    return chosen.map { (tokens[$0], logProbabilities[$0]) }
  }

  /// Most probable first, ties by token.
  private func sort(_ order: inout [Int]) {
    order.sort { (logProbabilities[$1], tokens[$0]) < (logProbabilities[$0], tokens[$1]) }
  }
}

extension SearchOptions {
  /// The random number, from 0 to below 1, of one draw: a function of the seed, the number of the
  /// line, the number of the sample and the position alone.
  func uniform(line: Int, sample: Int, position: Int) -> Double {
    let word = RandomSource(seed: seed, update: UInt64(truncatingIfNeeded: line)).words(
      stream: UInt32(truncatingIfNeeded: sample), index: UInt32(truncatingIfNeeded: position))
    return Double(word >> 11) * 0x1p-53
  }
}
