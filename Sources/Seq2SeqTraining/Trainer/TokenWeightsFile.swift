import Foundation
import Seq2SeqModels
import Seq2SeqTensors
import Seq2SeqText

/// The file of `training.token_weights`: a line TOKEN<TAB>WEIGHT for each token whose errors do not count 1.
///
/// Tokens are those that the target's tokenizer makes, `</s>` (the end) and `<unk>` (all that is unknown).
struct TokenWeightsFile: Sendable {
  /// A weight for each token of the target vocabulary.
  let weights: TokenWeights
  /// What is odd about the file, a line each.
  let notices: [String]

  private static let largest = 1e6
  private static let smallest = 1e-6

  /// Reads a file.
  ///
  /// - Throws: `UserError` for a file that cannot be read, and with the line for one that is no token and
  ///   weight, for a weight out of range and for a token that was there before.
  init(path: String, vocabulary: Vocabulary, pipeline: TextPipeline) throws {
    let (lines, repaired) = LineReader.lines(in: try TokenWeightsFile.bytes(of: path))
    var weights = [Float](repeating: 1, count: vocabulary.count)
    var firstLines: [String: Int] = [:]
    var unknown: [Int] = []
    for (index, line) in lines.enumerated() {
      let (token, weight) = try TokenWeightsFile.parse(line, path: path, line: index + 1)
      let text = pipeline.lowercase ? Normalization.composed(token.lowercased()) : token
      if let first = firstLines.updateValue(index + 1, forKey: text) {
        throw UserError(
          .badData, file: path, line: index + 1, "the token stands in line \(first) already",
          remedy: "keep one of the two lines")
      }
      if let place = TokenWeightsFile.place(of: text, in: vocabulary) {
        weights[Int(place)] = weight
      } else {
        unknown.append(index + 1)
      }
    }
    self.weights = TokenWeights(weights)
    notices = [
      TokenWeightsFile.notice(unknown, path, "that the target vocabulary does not have, ignored"),
      repaired > 0 ? "\(path): \(repaired) lines with broken UTF-8, repaired" : nil,
    ].compactMap { $0 }
  }

  /// A number that changes when a weight does (FNV-1a, 64 bits).
  var fingerprint: String {
    let hash = weights.array.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { hash, weight in
      (hash ^ UInt64(weight.bitPattern)) &* 0x100_0000_01b3
    }
    return String(hash, radix: 16)
  }

  private static func place(of token: String, in vocabulary: Vocabulary) -> Int32? {
    switch token {
    case Vocabulary.specialTokens[Int(Vocabulary.end)]: return Vocabulary.end
    case Vocabulary.specialTokens[Int(Vocabulary.unknown)]: return Vocabulary.unknown
    default:
      let place = vocabulary.identifier(of: token)
      return place == Vocabulary.unknown ? nil : place
    }
  }

  private static func parse(
    _ line: String, path: String, line number: Int
  ) throws -> (token: String, weight: Float) {
    // By scalars: a tab before a combining mark is no tab to a search by characters.
    let scalars = line.unicodeScalars
    guard let tab = scalars.lastIndex(of: "\t"), tab > scalars.startIndex else {
      throw UserError(
        .badData, file: path, line: number, "this is not TOKEN<TAB>WEIGHT",
        remedy: "write a token, a tab and a number such as 0.5")
    }
    let text = String(scalars[scalars.index(after: tab)...])
    let range = "0, or from \(smallest) to \(Int(largest))"
    guard let weight = Double(text), weight == 0 || (smallest...largest).contains(weight) else {
      throw UserError(
        .badData, file: path, line: number, "the weight is not a number in its range",
        remedy: "give \(range)")
    }
    return (Normalization.composed(String(scalars[..<tab])), Float(weight))
  }

  private static func notice(_ lines: [Int], _ path: String, _ what: String) -> String? {
    guard let first = lines.first else { return nil }
    let noun = lines.count == 1 ? "token" : "tokens"
    let place = lines.count == 1 ? "line \(first)" : "first at line \(first)"
    return "\(path): \(lines.count) \(noun) \(what) (\(place))"
  }

  private static func bytes(of path: String) throws -> [UInt8] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw UserError(
        .missingInput, file: path, "there is no such file", remedy: "check the path")
    }
    guard !isFolder.boolValue, let data = FileManager.default.contents(atPath: path) else {
      throw UserError(
        .inputOutput, file: path, "cannot be read", remedy: "check that it is a file you may read")
    }
    return Array(data)
  }
}
