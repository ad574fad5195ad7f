import Foundation
import Seq2SeqModels
import Seq2SeqText

extension Calibration {
  private static let format = "swift-seq2seq calibration 1"
  private static let largestSize = 1 << 20

  /// What stands in the file. The digest is that of all the rest.
  private struct Content: Codable {
    var format: String
    var lines: Int
    var right: Int
    var model: String
    var decoding: DecodingConfiguration
    var intercept: Double
    var logProbability: Double
    var meanLogProbability: Double
    var digest: String

    enum CodingKeys: String, CodingKey {
      case format, lines, right, model, decoding, intercept, digest
      case logProbability = "log_probability"
      case meanLogProbability = "mean_log_probability"
    }
  }

  /// Its place beside a model.
  ///
  /// - Parameter path: A model file or a run folder.
  public static func path(ofModelAt path: String) -> String {
    Seq2SeqModel.companion(fileName, ofModelAt: path)
  }

  /// Writes the file, atomically.
  public func write(to path: String) throws {
    var content = Content(
      format: Calibration.format, lines: lines, right: right, model: modelDigest,
      decoding: decoding, intercept: regression.intercept, logProbability: regression.weights[0],
      meanLogProbability: regression.weights[1], digest: "")
    content.digest = try Calibration.digest(of: content)
    let encoder = Calibration.encoder
    encoder.outputFormatting.insert(.prettyPrinted)
    try AtomicFile.write(Array(try encoder.encode(content)) + [0x0A], to: path)
  }

  /// Reads a file.
  ///
  /// - Throws: `UserError` for a missing or damaged file.
  public init(path: String) throws {
    func damaged(_ problem: String) -> UserError {
      UserError(.badData, file: path, problem, remedy: "run seq2seq calibrate again")
    }
    guard FileManager.default.fileExists(atPath: path) else {
      throw UserError(
        .missingInput, file: path, "the model has no calibration",
        remedy: "make one with seq2seq calibrate MODEL --data PAIRS.tsv")
    }
    guard let file = FileHandle(forReadingAtPath: path),
      let data = try? file.read(upToCount: Calibration.largestSize) ?? Data()
    else {
      throw UserError(.inputOutput, file: path, "cannot be read", remedy: "check the path")
    }
    guard let content = try? JSONDecoder().decode(Content.self, from: data),
      content.format == Calibration.format
    else { throw damaged("this is not a calibration of swift-seq2seq, or it is damaged") }
    let numbers = [content.intercept, content.logProbability, content.meanLogProbability]
    guard try Calibration.digest(of: content) == content.digest, numbers.allSatisfy(\.isFinite),
      0...content.lines ~= content.right
    else { throw damaged("the calibration is damaged: its digest does not match") }
    self.init(
      lines: content.lines, right: content.right, modelDigest: content.model,
      decoding: content.decoding,
      regression: LogisticRegression(
        weights: [content.logProbability, content.meanLogProbability],
        intercept: content.intercept))
  }

  private static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }

  private static func digest(of content: Content) throws -> String {
    var content = content
    content.digest = ""
    return ContentDigest.sha256(Array(try encoder.encode(content)))
  }
}
