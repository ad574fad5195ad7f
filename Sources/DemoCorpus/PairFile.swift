import Foundation
import Seq2SeqText

/// Files of `SOURCE<TAB>TARGET` lines.
enum PairFile {
  /// Reads all pairs; a line that is not a pair is an error with its number.
  static func read(_ file: String) throws -> [SentencePair] {
    try lines(of: file).enumerated().map { index, line in
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard fields.count == 2 else {
        throw UserError(
          .badData, file: file, line: index + 1,
          "the line has \(fields.count == 1 ? "no tab" : "more than one tab")",
          remedy: "write SOURCE<TAB>TARGET (cut -f1,2 drops further columns)")
      }
      return SentencePair(source: String(fields[0]), target: String(fields[1]))
    }
  }

  /// Writes pairs, one a line.
  static func write(_ pairs: [SentencePair], to file: String) throws {
    let text = pairs.map { "\($0.source)\t\($0.target)\n" }.joined()
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: file), options: .atomic)
    } catch {
      throw UserError(
        .inputOutput, file: file, "it cannot be written",
        remedy: "check that the folder exists and that there is room")
    }
  }

  /// The lines of a file without their ends (LF or CR LF); U+2028 and lone CR do not end a line.
  static func lines(of file: String) throws -> [String] {
    var pieces = try bytes(of: file).split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    if pieces.last?.isEmpty == true { pieces.removeLast() }
    return try pieces.enumerated().map { index, piece in
      let line = piece.last == UInt8(ascii: "\r") ? piece.dropLast() : piece
      guard let text = String(validating: line, as: UTF8.self) else {
        throw UserError(
          .badData, file: file, line: index + 1, "the line is not valid UTF-8",
          remedy: "convert the file, for instance with iconv -t UTF-8")
      }
      return text
    }
  }

  /// The bytes of a file.
  static func bytes(of file: String) throws -> [UInt8] {
    guard FileManager.default.fileExists(atPath: file) else {
      throw UserError(.missingInput, file: file, "there is no such file", remedy: "check the path")
    }
    guard let data = FileManager.default.contents(atPath: file) else {
      throw UserError(
        .inputOutput, file: file, "it cannot be read",
        remedy: "check that it is a file and that you may read it")
    }
    return [UInt8](data)
  }
}
