import Foundation
import Seq2Seq

/// An evaluation's result as `evaluate` prints it.
struct EvaluationOutput: Encodable {
  struct Value: Encodable, Equatable {
    var value: Double
    var signature: String?
  }

  struct Decoding: Encodable, Equatable {
    var beam_size: Int
    var length_penalty: Double
    var max_length: Int
    var max_length_ratio: Double
  }

  var lines: Int
  var metrics: [String: Value]
  var seconds: Double
  var decoding: Decoding
  /// The names of the metrics in the order they were asked for.
  private let order: [String]

  enum CodingKeys: String, CodingKey {
    case lines, metrics, seconds, decoding
  }

  init(_ result: EvaluationResult, _ options: SearchOptions) {
    lines = result.lines
    metrics = Dictionary(
      result.metrics.map { ($0.name, Value(value: $0.value.value, signature: $0.value.signature)) },
      uniquingKeysWith: { first, _ in first })
    order = result.metrics.map(\.name)
    seconds = result.seconds
    let alpha =
      switch options.lengthPenalty {
      case .gnmt(let alpha): alpha
      }
    decoding = Decoding(
      beam_size: options.beamSize, length_penalty: alpha, max_length: options.maximumLength,
      max_length_ratio: options.maximumLengthRatio)
  }

  /// One JSON object on one line.
  var json: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      // A perplexity can overflow, and JSON has no infinity.
      encoder.nonConformingFloatEncodingStrategy = .convertToString(
        positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
      return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }
  }

  /// A table for people: a metric a line, then how it was computed.
  var table: String {
    let width = order.map(\.count).max() ?? 0
    let values = order.map { (metrics[$0]?.value ?? 0).fixed(2) }
    let valueWidth = values.map(\.count).max() ?? 0
    let rows = zip(order, values).map { name, value in
      let row =
        name.padding(toLength: width, withPad: " ", startingAt: 0) + "  "
        + String(repeating: " ", count: valueWidth - value.count) + value
      return row + (metrics[name]?.signature.map { "  \($0)" } ?? "")
    }
    let search =
      "\(lines.of("line")), beam \(decoding.beam_size), length penalty "
      + "\(decoding.length_penalty), \(seconds.duration)"
    return (rows + [search]).map { $0 + "\n" }.joined()
  }
}
