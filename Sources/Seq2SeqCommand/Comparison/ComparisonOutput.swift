import Foundation
import Seq2Seq

/// A comparison of two systems as `compare` prints it.
struct ComparisonOutput: Encodable {
  let lines: Int
  let seed: UInt64
  /// Corpora drawn by the bootstrap.
  let samples: Int
  /// Exchanges drawn by randomization.
  let trials: Int
  /// The files of the two systems.
  let systems: [String]
  let metrics: [String: SystemComparison]
  /// The metrics in the order they were asked for.
  private let order: [Metric]

  enum CodingKeys: String, CodingKey {
    case lines, seed, samples, trials, systems, metrics
  }

  init(
    lines: Int, seed: UInt64, samples: Int, trials: Int, systems: [String],
    results: [(metric: Metric, result: SystemComparison)]
  ) {
    (self.lines, self.seed, self.samples, self.trials) = (lines, seed, samples, trials)
    self.systems = systems
    order = results.map(\.metric)
    metrics = Dictionary(
      results.map { ($0.metric.name, $0.result) }, uniquingKeysWith: { first, _ in first })
  }

  /// One JSON object on one line.
  var json: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }
  }

  /// A table for people: for each metric a line for each system.
  func table(_ terminal: Terminal) -> String {
    var table = TerminalTable([
      ("metric", .left), ("system", .left), ("score", .right), ("mean ± 95 %", .right),
      ("bootstrap p", .right), ("randomization p", .right),
    ])
    for metric in order {
      guard let result = metrics[metric.name] else { continue }
      for (index, score) in [result.first, result.second].enumerated() {
        table.add([
          index == 0 ? metric.name : "", systems[index].onOneLine, score.score.fixed(2),
          score.interval.map { "\($0.mean.fixed(2)) ± \($0.halfWidth.fixed(2))" } ?? "–",
          index == 0 ? "" : result.bootstrapP?.fixed(4) ?? "–",
          index == 0 ? "" : result.randomizationP.fixed(4),
        ])
      }
    }
    let verdicts = order.compactMap { metric in
      metrics[metric.name].map { "\(metric.name): \(verdict($0, metric))" }
    }
    let summary =
      "\(lines.of("line")), \(samples.grouped) bootstrap samples, \(trials.grouped) randomization "
      + "trials, seed \(seed)"
    let signatures = order.compactMap { metric in
      metrics[metric.name]?.signature.map { "\(metric.name): \($0)" }
    }
    return (table.lines(width: terminal.width) + verdicts + [summary] + signatures)
      .map { $0 + "\n" }.joined()
  }

  /// In words, at the level of 5 % that is usual.
  private func verdict(_ result: SystemComparison, _ metric: Metric) -> String {
    guard result.first.score != result.second.score else { return "no difference" }
    let isSecondBetter = metric.isBetter(result.second.score, than: result.first.score)
    let better = "\(systems[isSecondBetter ? 1 : 0].onOneLine) is better"
    let probabilities = [result.bootstrapP, result.randomizationP].compactMap(\.self)
    switch probabilities.count(where: { $0 < 0.05 }) {
    case 0: return better + ", which may be chance: p ≥ 0.05"
    case 1 where probabilities.count > 1:
      return better + ", p < 0.05 by one of the two tests alone"
    default: return better + ", p < 0.05" + (probabilities.count > 1 ? " by both tests" : "")
    }
  }
}
