/// Whether one system is better than another on the same lines, or only luckier.
///
/// *Paired bootstrap resampling* (Koehn 2004) draws as many lines as there are, with repetition, scores both systems
/// on them, and does so many times. *Approximate randomization* (Riezler and Maxwell 2005) exchanges the two
/// systems' outputs on lines drawn by lot. The probabilities are those of sacreBLEU: with d the difference of the two
/// scores and n corpora,
///
///     bootstrap      p = (#{ |d*| - mean |d*| > d } + 1) / (n + 1)
///     randomization  p = (#{ |d*| > d } + 1) / (n + 1)
///
/// and so are the lines, which follow from the seed as in NumPy. One thing is not: where the two systems never
/// differ, in any of the corpora, p is 1 and not 1 / (n + 1). Metrics that count what is different in a corpus are
/// compared by randomization alone, since a corpus with repetitions has less of it.
public struct PairedComparison: Sendable {
  /// What sacreBLEU takes for the seed.
  public static let usualSeed: UInt64 = 12_345

  private let samples: Int
  private let trials: Int
  private let seed: UInt64

  /// Makes a comparison.
  ///
  /// - Parameters:
  ///   - samples: How many corpora the bootstrap draws.
  ///   - trials: How many times outputs are exchanged.
  ///   - seed: What is drawn follows from it.
  public init(
    samples: Int = 1_000, trials: Int = 10_000, seed: UInt64 = PairedComparison.usualSeed
  ) {
    (self.samples, self.trials, self.seed) = (max(1, samples), max(1, trials), seed)
  }

  /// Compares what two systems made of the same lines.
  ///
  /// - Parameter tokens: What counts as a token in token_error_rate.
  /// - Throws: ``UserError`` for unequal numbers of lines, no lines, and a metric that needs a model.
  public func compare(
    _ metric: Metric, _ first: [String], _ second: [String], references: [String],
    tokens: (String) -> [String]
  ) throws(UserError) -> SystemComparison {
    let whole = try metric.evaluate(hypotheses: first, references: references, tokens: tokens)
    let other = try metric.evaluate(hypotheses: second, references: references, tokens: tokens)
    // The first system's lines, then the second's.
    let statistics = try metric.statistics(
      hypotheses: first + second, references: references + references, tokens: tokens)
    let difference = abs(whole.value - other.value)
    let resampled =
      statistics.allowsRepetition
      ? resample(statistics, count: references.count) : (first: [], second: [])
    let exchanged = exchange(statistics, count: references.count)
    return SystemComparison(
      first: SystemScore(score: whole.value, interval: ConfidenceInterval(resampled.first)),
      second: SystemScore(score: other.value, interval: ConfidenceInterval(resampled.second)),
      bootstrapP: bootstrapProbability(resampled, beyond: difference),
      randomizationP: PairedComparison.probability(exchanged, minus: 0, beyond: difference),
      signature: whole.signature)
  }

  private func bootstrapProbability(
    _ scores: (first: [Double], second: [Double]), beyond difference: Double
  ) -> Double? {
    guard !scores.first.isEmpty else { return nil }
    let differences = zip(scores.first, scores.second).map { abs($1 - $0) }
    let mean = differences.reduce(0, +) / Double(differences.count)
    return PairedComparison.probability(differences, minus: mean, beyond: difference)
  }

  /// The scores of both systems on the same lines, drawn with repetition.
  private func resample(
    _ statistics: any LineStatistics, count: Int
  ) -> (first: [Double], second: [Double]) {
    var generator = NumPyGenerator(seed: seed)
    var scores = (first: [Double](), second: [Double]())
    for _ in 0..<samples {
      let lines = (0..<count).map { _ in generator.next(below: count) }
      scores.first.append(statistics.score(of: lines))
      scores.second.append(statistics.score(of: lines.map { $0 + count }))
    }
    return scores
  }

  /// The differences of the scores when lines drawn by lot are exchanged.
  private func exchange(_ statistics: any LineStatistics, count: Int) -> [Double] {
    var generator = NumPyGenerator(seed: seed)
    return (0..<trials).map { _ in
      let own = (0..<count).map { generator.nextBool() ? $0 : $0 + count }
      let others = own.map { $0 < count ? $0 + count : $0 - count }
      return abs(statistics.score(of: own) - statistics.score(of: others))
    }
  }

  private static func probability(
    _ differences: [Double], minus mean: Double, beyond difference: Double
  ) -> Double {
    guard difference > 0 || differences.contains(where: { $0 > 0 }) else { return 1 }
    let count = differences.count { $0 - mean > difference }
    return Double(count + 1) / Double(differences.count + 1)
  }
}
