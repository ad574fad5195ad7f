import Foundation
import Seq2SeqText
import Testing

@testable import Seq2SeqDecoding
@testable import Seq2SeqModels

struct CalibrationTests {
  /// Made-up translations, right as often as `probability` says of their log-probability and tokens.
  private static func outcomes(
    _ count: Int, seed: UInt64, probability: (Double, Int) -> Double
  ) -> [(translation: Translation, isRight: Bool)] {
    var generator = ConfidenceGenerator(state: seed)
    return (0..<count).map { _ in
      let length = Int.random(in: 1...12, using: &generator)
      let logProbability = -Double.random(in: 0...0.8, using: &generator) * Double(length)
      let isRight =
        Double.random(in: 0..<1, using: &generator) < probability(logProbability, length)
      return (translation(logProbability, tokens: length), isRight)
    }
  }

  private static func translation(_ logProbability: Double, tokens: Int) -> Translation {
    let tokens = Array(repeating: "a", count: tokens)
    return Translation(
      hypotheses: [
        TranslatedHypothesis(
          text: tokens.joined(), tokens: tokens, logProbability: logProbability, score: 0)
      ], truncatedFrom: nil)
  }

  private static func calibration(
    _ outcomes: [(translation: Translation, isRight: Bool)]
  ) throws -> Calibration {
    try Calibration(outcomes, modelDigest: "digest", decoding: DecodingConfiguration())
  }

  /// A model that is too sure of itself: half of what it says with certainty is wrong.
  @Test func anOverconfidentModelIsCalibrated() throws {
    let truth: (Double, Int) -> Double = { logProbability, _ in
      1 / (1 + exp(-(0.2 + 0.6 * logProbability)))
    }
    let calibration = try Self.calibration(Self.outcomes(3_000, seed: 1, probability: truth))
    let others = Self.outcomes(3_000, seed: 2, probability: truth)
    let raw = CalibrationError(
      others.map {
        (confidence: exp($0.translation.hypotheses[0].logProbability), isRight: $0.isRight)
      })
    // Of the likeliest 55 % are right.
    #expect(raw.expected > 10, "\(raw.expected)")
    #expect(calibration.error(of: others).expected < 3)
    for logProbability in [-0.1, -1.0, -4.0] {
      let confidence = calibration.confidence(of: Self.translation(logProbability, tokens: 6))
      #expect(abs(confidence - truth(logProbability, 6)) < 0.04)
    }
  }

  /// Long outputs have small probabilities and may be right all the same.
  @Test func lengthCounts() throws {
    let truth: (Double, Int) -> Double = { logProbability, length in
      1 / (1 + exp(-(3 + 8 * logProbability / Double(length + 1))))
    }
    let calibration = try Self.calibration(Self.outcomes(5_000, seed: 3, probability: truth))
    let short = calibration.confidence(of: Self.translation(-2, tokens: 2))
    let long = calibration.confidence(of: Self.translation(-2, tokens: 12))
    #expect(abs(short - truth(-2, 2)) < 0.06 && abs(long - truth(-2, 12)) < 0.06)
    #expect(long > short + 0.5)
  }

  @Test func theErrorByHand() {
    let error = CalibrationError([
      (0.05, false), (0.05, false), (0.95, true), (0.95, false), (1, true), (0.5, true),
    ])
    #expect(error.lines == 6)
    // 5 % and 0 right of two; 96.67 % and 66.67 of three; 50 % and 100 of one.
    #expect(abs(error.expected - (2 * 5 + 3 * 30 + 50) / 6.0) < 1e-9)
    #expect(error.bins.map(\.lines) == [2, 0, 0, 0, 0, 1, 0, 0, 0, 3])
    #expect(abs(error.bins[9].right - 200.0 / 3) < 1e-9)
    #expect(CalibrationError([]).expected == 0)
    #expect(CalibrationError([(.nan, true), (2, true), (-1, false)]).lines == 3)
  }

  @Test func emptyLinesAreCertainAndTeachNothing() throws {
    let outcomes = Self.outcomes(50, seed: 4) { _, _ in 0.5 }
    let empty = Array(repeating: (translation: Translation.empty, isRight: true), count: 100)
    let calibration = try Self.calibration(outcomes + empty)
    #expect(calibration == (try Self.calibration(outcomes)))
    #expect(calibration.lines == 50)
    #expect(calibration.confidence(of: .empty) == 1)
    #expect(calibration.error(of: outcomes + empty).lines == 50)
  }

  @Test func fewLinesAreRefused() {
    let outcomes = Self.outcomes(19, seed: 4) { _, _ in 0.5 }
    let error = #expect(throws: UserError.self) { try Self.calibration(outcomes) }
    #expect(error?.kind == .badData)
    #expect(error?.problem == "19 lines are too few to calibrate with")
  }

  private static func temporaryFile() -> String {
    FileManager.default.temporaryDirectory.appending(path: "calibration-\(UUID().uuidString)").path
  }

  @Test func theFileGivesTheSameConfidences() throws {
    let path = Self.temporaryFile()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let calibration = try Self.calibration(
      Self.outcomes(80, seed: 7) { exp($0 - Double($1)) + 0.3 })
    try calibration.write(to: path)
    #expect(try Calibration(path: path) == calibration)
  }

  /// Whatever byte is damaged, or wherever the file ends: it is refused, or says the same.
  @Test func damageIsRefused() throws {
    let path = Self.temporaryFile()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let calibration = try Self.calibration(Self.outcomes(80, seed: 7) { _, _ in 0.4 })
    try calibration.write(to: path)
    let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    var refused = 0
    func read(_ bytes: [UInt8]) throws {
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      do {
        let found = try Calibration(path: path)
        #expect(found == calibration)
      } catch let error as UserError {
        refused += 1
        #expect(error.kind == .badData && error.file == path)
      }
    }
    for index in bytes.indices {
      var damaged = bytes
      damaged[index] ^= 1
      try read(damaged)
    }
    #expect(refused > bytes.count / 2)
    for count in stride(from: 0, to: bytes.count - 2, by: 17) {
      try read(Array(bytes.prefix(count)))
    }
    try read(Array("{\"format\": 1e999, \"digest\": []}".utf8))
  }

  @Test func aMissingFileSaysHowToMakeOne() {
    let error = #expect(throws: UserError.self) {
      try Calibration(path: "nowhere/calibration.json")
    }
    #expect(error?.kind == .missingInput)
    #expect(error?.remedy.contains("seq2seq calibrate") == true)
  }
}
