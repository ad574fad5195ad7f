import Testing

@testable import Seq2SeqText

struct LineReaderTests {
  @Test(arguments: [
    ("", []), ("\n", [""]), ("a", ["a"]), ("a\n", ["a"]), ("a\n\nb", ["a", "", "b"]),
    ("a\r\nb\r\r\n\rc", ["a", "b\r", "\rc"]),
    ("a\u{2028}b\u{85}c\u{B}\n", ["a\u{2028}b\u{85}c\u{B}"]),
    ("\u{0}\n\u{0}", ["\u{0}", "\u{0}"]), ("\u{FEFF}a\n\u{FEFF}b", ["a", "\u{FEFF}b"]),
    ("\u{FEFF}", []), ("\u{FEFF}\n", [""]), ("  \n\t", ["  ", "\t"]), ("\r", [""]),
  ])
  func lines(text: String, expected: [String]) {
    let read = LineReader.lines(in: Array(text.utf8))
    #expect(read.lines.map(\.textTestScalars) == expected.map(\.textTestScalars))
    #expect(read.repairedLines == 0)
    let bytes = Array(text.utf8)
    #expect(LineIndex(bytes.span, linesPerBlock: 2).lineCount == expected.count)
  }

  @Test func brokenUTF8IsRepairedAndCounted() {
    let read = LineReader.lines(
      in: Array("ok\na".utf8) + [0xFF, 0x62, 0x0A, 0xE2, 0x82] + [0x0A, 0x63])
    #expect(read.lines == ["ok", "a\u{FFFD}b", "\u{FFFD}", "c"])
    #expect(read.repairedLines == 2)
  }

  @Test func piecesGiveTheSameAsTheWhole() {
    let bytes = Array("\u{FEFF}나는\r\n너를\n\n사랑해".utf8)
    for size in 1...bytes.count {
      var reader = LineReader()
      var lines: [String] = []
      for start in stride(from: 0, to: bytes.count, by: size) {
        lines += reader.append(Array(bytes[start..<min(start + size, bytes.count)]))
      }
      if let last = reader.finish() { lines.append(last) }
      #expect(lines == ["나는", "너를", "", "사랑해"])
    }
  }

  @Test func longLine() {
    let bytes = [UInt8](repeating: 0x78, count: 1 << 20)
    #expect(LineReader.lines(in: bytes).lines.map(\.utf8.count) == [1 << 20])
  }
}
