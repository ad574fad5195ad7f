import Foundation
import Seq2SeqText

/// What `results.json` holds: the results of a lesson, and all that is needed to get them again.
struct LessonRecord<Results: LessonResults>: Codable, Sendable {
  /// The lesson's name.
  let lesson: String
  /// What everything random follows from.
  let seed: UInt64
  /// Updates of the weights of each model.
  let updates: Int
  /// How long the lesson took.
  let seconds: Double
  /// What was measured.
  let results: Results
  /// The verdicts that follow from the results.
  let findings: [FindingRecord]

  init(_ lesson: Lesson, _ bench: Workbench, seconds: Double, results: Results) {
    self.lesson = lesson.rawValue
    (seed, updates) = (bench.seed, bench.updates)
    self.seconds = seconds
    self.results = results
    findings = results.findings.map { FindingRecord(name: $0.name, verdict: $0.verdict) }
  }

  /// The file's bytes, with sorted keys.
  func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    return try encoder.encode(self)
  }

  /// Reads what `json` wrote.
  init(json: Data) throws {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    self = try decoder.decode(LessonRecord.self, from: json)
  }
}

/// A verdict as the file holds it.
struct FindingRecord: Codable, Sendable {
  let name: String
  let verdict: Verdict
}
