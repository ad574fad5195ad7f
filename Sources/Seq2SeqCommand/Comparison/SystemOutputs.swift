import Foundation
import Seq2Seq

/// What two systems made of the same lines, with what was expected; all in NFC.
struct SystemOutputs {
  private(set) var first: [String] = []
  private(set) var second: [String] = []
  private(set) var references: [String] = []

  /// Reads `HYPOTHESIS<TAB>REFERENCE` lines of both systems, or hypotheses alone and a file of references.
  ///
  /// Errors: `UserError` with the line where a file is not what it should be.
  init(first: String, second: String, references: String?) throws {
    guard let references else {
      let pairs = try (SystemOutputs.pairs(first), SystemOutputs.pairs(second))
      try SystemOutputs.checkCount(pairs.1.count, second, pairs.0.count, first)
      for (index, (one, other)) in zip(pairs.0, pairs.1).enumerated() {
        guard one.reference == other.reference else {
          throw UserError(
            .badData, file: second, line: index + 1,
            "the reference is not that of \(first):\(index + 1)",
            remedy: "give both systems' outputs for the same lines in the same order")
        }
      }
      self.first = pairs.0.map(\.hypothesis)
      self.second = pairs.1.map(\.hypothesis)
      self.references = pairs.0.map(\.reference)
      return
    }
    self.references = try SystemOutputs.lines(references)
    self.first = try SystemOutputs.lines(first)
    self.second = try SystemOutputs.lines(second)
    try SystemOutputs.checkCount(self.first.count, first, self.references.count, references)
    try SystemOutputs.checkCount(self.second.count, second, self.references.count, references)
  }

  private static func checkCount(
    _ count: Int, _ file: String, _ expected: Int, _ other: String
  ) throws {
    guard count != expected else { return }
    throw UserError(
      .badData, file: file, "\(count.of("line")), but \(other) has \(expected.grouped)",
      remedy: "give as many lines in each, an empty one for an empty output")
  }

  private static func pairs(
    _ file: String
  ) throws -> [(hypothesis: String, reference: String)] {
    try lines(file).enumerated().map { index, line in
      let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard columns.count == 2 else {
        throw UserError(
          .badData, file: file, line: index + 1,
          columns.count == 1 ? "there is no tab" : "there are \(columns.count) columns",
          remedy: "write HYPOTHESIS<TAB>REFERENCE on each line, or give --references FILE")
      }
      return (String(columns[0]), String(columns[1]))
    }
  }

  private static func lines(_ file: String) throws -> [String] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: file, isDirectory: &isFolder) else {
      throw UserError(
        .missingInput, file: file, "there is no such file", remedy: "check the path")
    }
    guard !isFolder.boolValue,
      let bytes = try? FileHandle(forReadingAtPath: file)?.readToEnd() ?? Data()
    else {
      throw UserError(
        .inputOutput, file: file, isFolder.boolValue ? "is a folder" : "cannot be read",
        remedy: "name a file with a line for each output")
    }
    let (lines, repaired) = LineReader.lines(in: Array(bytes))
    guard !lines.isEmpty else {
      throw UserError(
        .badData, file: file, "is empty", remedy: "give a file with a line for each output")
    }
    if repaired > 0 {
      let broken = "\(repaired.of("line")) not UTF-8, the broken bytes are now U+FFFD"
      StandardError.write("warning: \(file.onOneLine): \(broken)\n")
    }
    return lines.map(Normalization.composed)
  }
}
