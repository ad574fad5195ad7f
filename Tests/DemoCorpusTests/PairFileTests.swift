import Foundation
import Seq2SeqText
import Testing

@testable import DemoCorpus

@Suite struct PairFileTests {
  /// Gives the path of a file with the bytes while `body` runs.
  func withFile<Result>(_ bytes: [UInt8], _ body: (String) throws -> Result) throws -> Result {
    let file = FileManager.default.temporaryDirectory.appending(
      path: "demo-corpus-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(bytes).write(to: file)
    return try body(file.path)
  }

  @Test func readsLinesWithOddEndsAndSeparators() throws {
    let text = "a\t가\r\nb\u{2028}c\t나\nd\t"
    let pairs = try withFile(Array(text.utf8), PairFile.read)
    #expect(
      pairs == [
        SentencePair(source: "a", target: "가"), SentencePair(source: "b\u{2028}c", target: "나"),
        SentencePair(source: "d", target: ""),
      ])
  }

  @Test(arguments: ["a\tb\nno tab\n", "a\tb\nc\td\te\n", "a\tb\n\n"])
  func namesTheLineThatIsNoPair(text: String) throws {
    try withFile(Array(text.utf8)) { file in
      let error = #expect(throws: UserError.self) { try PairFile.read(file) }
      #expect(error?.line == 2 && error?.file == file)
    }
  }

  @Test func namesTheLineThatIsNotUTF8() throws {
    try withFile([0x61, 9, 0x62, 10, 0xff, 9, 0x62, 10]) { file in
      let error = #expect(throws: UserError.self) { try PairFile.read(file) }
      #expect(error?.line == 2 && error?.kind == .badData)
    }
  }

  @Test func namesTheFileThatIsMissing() {
    let error = #expect(throws: UserError.self) { try PairFile.read("nowhere/at-all.tsv") }
    #expect(error?.kind == .missingInput)
  }

  @Test func extractsFromAFolder() throws {
    let root = FileManager.default.temporaryDirectory.appending(
      path: "demo-corpus-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: root) }
    for (language, korean) in [("ko", "열기"), ("ja", "開く")] {
      let folder = root.appending(path: "usr/share/locale/\(language)/LC_MESSAGES")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(DemoCatalogueBuilder([("_Open", korean)]).bytes).write(
        to: folder.appending(path: "app.mo"))
    }
    let output = root.appending(path: "pairs.tsv").path
    try DemoCorpusCommand.run(["extract", root.path, "--output", output])
    #expect(try PairFile.read(output) == [SentencePair(source: "Open", target: "열기")])
    let empty = root.appending(path: "usr/share/locale/ja").path
    let error = #expect(throws: UserError.self) {
      try DemoCorpusCommand.run(["extract", empty, "--output", output])
    }
    #expect(error?.kind == .missingInput)
  }

  @Test(arguments: [
    [], ["extrakt"], ["extract"], ["extract", "x"], ["split", "--trian", "x"],
    ["split", "--train"], ["show", "--pairs", "x", "--count", "none"],
  ])
  func refusesWrongUsage(arguments: [String]) {
    let error = #expect(throws: UserError.self) { try DemoCorpusCommand.run(arguments) }
    #expect(error?.kind == .usage)
  }
}
