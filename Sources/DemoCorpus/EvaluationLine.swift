import Foundation
import Seq2SeqText

/// The result of `seq2seq evaluate --json` in one line for people.
struct EvaluationLine: Sendable {
  private struct Evaluation: Decodable {
    struct Metric: Decodable {
      var value: Double
    }
    var lines: Int
    var metrics: [String: Metric]
    var seconds: Double?
  }

  /// The line.
  let text: String

  init(json: [UInt8], file: String) throws {
    guard let evaluation = try? JSONDecoder().decode(Evaluation.self, from: Data(json)) else {
      throw UserError(
        .badData, file: file, "it is not the result of an evaluation",
        remedy: "write it with seq2seq evaluate --json")
    }
    let names = ["chrf": "chrF", "bleu": "BLEU", "exact_match": "exact match"]
    let values = evaluation.metrics
      .map { (name: names[$0.key] ?? $0.key, value: $0.value.value) }
      .sorted { $0.name.lowercased() > $1.name.lowercased() }
      .map { "\($0.name) \(String(format: "%.1f", $0.value))" }
    var line = values.joined(separator: ", ") + " on \(evaluation.lines) held-out lines"
    if let seconds = evaluation.seconds {
      line += String(format: ", translated in %.1f s", seconds)
    }
    text = line
  }
}
