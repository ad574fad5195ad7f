import Foundation
import Seq2Seq

/// An evaluation's result as `evaluate` prints it.
struct EvaluationOutput: Encodable {
  struct Value: Encodable, Equatable {
    var value: Double
    var signature: String?
  }

  var lines: Int
  var metrics: [String: Value]
  var seconds: Double
  /// The whole section, as it was used.
  var decoding: DecodingConfiguration
  /// How far the confidences of a calibrated model are from what is right; nil without a calibration.
  var calibration: CalibrationError?
  /// The names of the metrics in the order they were asked for.
  private let order: [String]

  enum CodingKeys: String, CodingKey {
    case lines, metrics, seconds, decoding, calibration
  }

  init(_ result: EvaluationResult, _ decoding: DecodingConfiguration) {
    lines = result.lines
    metrics = Dictionary(
      result.metrics.map { ($0.name, Value(value: $0.value.value, signature: $0.value.signature)) },
      uniquingKeysWith: { first, _ in first })
    order = result.metrics.map(\.name)
    seconds = result.seconds
    self.decoding = decoding
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
    let summary = [lines.of("line")] + search + [seconds.duration]
    return (rows + calibrationLines + [summary.joined(separator: ", ")])
      .map { $0 + "\n" }.joined()
  }

  /// The calibration error, and what the bins that hold lines say.
  private var calibrationLines: [String] {
    guard let calibration else { return [] }
    return [
      "calibration error \(calibration.expected.fixed(2)) % over \(calibration.lines.of("line"))"
    ]
      + calibration.bins.filter { $0.lines > 0 }.map { bin in
        "  confidence \(bin.from.fixed(1)) to \(bin.to.fixed(1)): \(bin.lines.of("line")), "
          + "\(bin.confidence.fixed(1)) % expected, \(bin.right.fixed(1)) % right"
      }
  }

  /// How it was searched, in a few words: what always counts, then what is not as usual.
  private var search: [String] {
    let usual = DecodingConfiguration()
    var words: [String] = []
    switch decoding.strategy {
    case .beam:
      words.append("beam \(decoding.beamSize)")
      if decoding.groups > 1 { words.append("\(decoding.groups) groups") }
      switch decoding.lengthPenaltyKind {
      case .gnmt: words.append("length penalty \(decoding.lengthPenalty)")
      case .average: words.append("average length penalty")
      case .none: words.append("no length penalty")
      }
      if decoding.coveragePenalty > 0 {
        words.append("coverage penalty \(decoding.coveragePenalty)")
      }
    case .sampling:
      words.append("sampling with seed \(decoding.seed)")
      if decoding.topK != usual.topK { words.append("top k \(decoding.topK)") }
      if decoding.topP != usual.topP { words.append("top p \(decoding.topP)") }
    }
    if decoding.temperature != usual.temperature {
      words.append("temperature \(decoding.temperature)")
    }
    if decoding.minimumLength > 0 { words.append("from \(decoding.minimumLength.of("token"))") }
    if decoding.noRepeatNgram > 0 { words.append("no \(decoding.noRepeatNgram)-gram twice") }
    if decoding.replaceUnknown { words.append("unknown tokens replaced") }
    return words
  }
}
