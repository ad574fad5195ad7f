import Foundation
import Seq2Seq
import Testing

@testable import Seq2SeqCommand

struct InputLinesTests {
  private static func lines(
    _ bytes: [UInt8], atMost count: Int = 4, longestLine: Int = InputLines.longestLine
  ) throws -> [[InputLine]] {
    // A pipe does not hold so much before somebody reads.
    let folder = CommandFolder()
    try folder.write("input", bytes)
    let descriptor = open(folder.path("input"), O_RDONLY)
    defer { close(descriptor) }
    var input = InputLines(descriptor: descriptor, name: "it", longestLine: longestLine)
    var blocks: [[InputLine]] = []
    while let block = try input.next(atMost: count) { blocks.append(block) }
    return blocks
  }

  @Test(
    arguments: [
      ("", []), ("\n", [""]), ("a", ["a"]), ("a\n", ["a"]), ("a\r\nb", ["a", "b"]),
      ("a\u{2028}b\u{85}c\rd\n\n \u{0}\n", ["a\u{2028}b\u{85}c\rd", "", " \u{0}"]),
      ("\u{FEFF}a\nb", ["a", "b"]), ("\u{FEFF}", []),
    ] as [(String, [String])])
  func onlyLineFeedsEndLines(text: String, expected: [String]) throws {
    let found = try Self.lines(Array(text.utf8)).flatMap { $0 }
    #expect(found.map(\.text) == expected)
    #expect(found.map(\.number) == Array(1..<(expected.count + 1)))
    #expect(!found.contains { $0.isRepaired || $0.isShortened })
  }

  @Test func brokenLinesAreRepairedAndNamed() throws {
    let found = try Self.lines([0x61, 0x0A, 0xFF, 0x0A, 0x62, 0x0A, 0xC3]).flatMap { $0 }
    #expect(found.map(\.text) == ["a", "\u{FFFD}", "b", "\u{FFFD}"])
    #expect(found.map(\.isRepaired) == [false, true, false, true])
  }

  @Test func blocksAreBounded() throws {
    let found = try Self.lines(Array("1\n2\n3\n4\n5\n".utf8), atMost: 2)
    #expect(found.map { $0.map(\.text) } == [["1", "2"], ["3", "4"], ["5"]])
  }

  @Test(arguments: 0..<9)
  func longLinesKeepWholeCharacters(limit: Int) throws {
    let text = String(repeating: "사", count: 30_000)
    let found = try Self.lines(
      Array("a\n\(text)\nb\n".utf8), longestLine: 60_000 + limit
    ).flatMap { $0 }
    #expect(found.map(\.isShortened) == [false, true, false])
    #expect(found.map(\.isRepaired) == [false, false, false])
    #expect(found[1].text == text.prefix((60_000 + limit + 2) / 3))
    #expect(found[2] == InputLine(text: "b", number: 3))
  }

  @Test func aLineOfTheGreatestLengthIsWhole() throws {
    let found = try Self.lines(Array("abc\nabcd\n".utf8), longestLine: 3).flatMap { $0 }
    #expect(found.map(\.text) == ["abc", "abc"])
    #expect(found.map(\.isShortened) == [false, true])
  }

  /// A program that waits for its answer must get it.
  @Test func whatIsThereIsGivenAtOnce() throws {
    let pipe = try InputPipe()
    var input = InputLines(descriptor: pipe.reading, name: "it")
    try pipe.write(Array("a\nb\nc".utf8))
    #expect(try input.next(atMost: 100)?.map(\.text) == ["a", "b"])
    try pipe.write(Array("d\n".utf8))
    #expect(try input.next(atMost: 100)?.map(\.text) == ["cd"])
    pipe.finish()
    #expect(try input.next(atMost: 100) == nil)
  }

  @Test func whatCannotBeReadIsAnError() {
    var input = InputLines(descriptor: -1, name: "it")
    #expect {
      try input.next(atMost: 1)
    } throws: {
      ($0 as? UserError)?.kind == .inputOutput && ($0 as? UserError)?.file == "it"
    }
  }
}
