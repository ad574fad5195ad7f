import Seq2SeqText
import Testing

@testable import DemoCorpus

@Suite struct MessageCatalogueTests {
  static let messages = [
    ("Open File", "파일 열기"), ("menu\u{4}Close", "닫기"), ("%d file\0%d files", "%d개 파일"),
  ]

  @Test(arguments: [false, true])
  func readsBothByteOrders(isBigEndian: Bool) throws {
    let bytes = DemoCatalogueBuilder(Self.messages, isBigEndian: isBigEndian).bytes
    #expect(bytes.prefix(4) == (isBigEndian ? [0x95, 4, 0x12, 0xde] : [0xde, 0x12, 4, 0x95]))
    let catalogue = try MessageCatalogue(bytes: bytes, file: "a.mo")
    #expect(
      catalogue.messages == [
        SentencePair(source: "Open File", target: "파일 열기"),
        SentencePair(source: "Close", target: "닫기"),
        SentencePair(source: "%d file", target: "%d개 파일"),
      ])
    #expect(catalogue.undecodable == 0)
  }

  @Test func takesTheFirstOfSeveralPluralForms() throws {
    let bytes = DemoCatalogueBuilder([("a day\0days", "하루\0여러 날")]).bytes
    let catalogue = try MessageCatalogue(bytes: bytes, file: "a.mo")
    #expect(catalogue.messages == [SentencePair(source: "a day", target: "하루")])
  }

  @Test func countsWhatIsNotUTF8() throws {
    var builder = DemoCatalogueBuilder([("Open", "열기")])
    builder.messages.append((Array("Bad".utf8), [0xff, 0xc0]))
    let catalogue = try MessageCatalogue(bytes: builder.bytes, file: "a.mo")
    #expect(catalogue.messages.count == 1)
    #expect(catalogue.undecodable == 1)
  }

  @Test func refusesAnotherCharacterSet() {
    let bytes = DemoCatalogueBuilder(Self.messages, charset: "EUC-KR").bytes
    let error = #expect(throws: UserError.self) {
      try MessageCatalogue(bytes: bytes, file: "old.mo")
    }
    #expect(error?.description.contains("old.mo: its character set is 'euc-kr'") == true)
  }

  /// Every prefix of a good file is refused; none traps.
  @Test(arguments: [false, true])
  func refusesEveryTruncation(isBigEndian: Bool) {
    // The last string's closing zero is the one byte that nothing points at.
    let bytes = DemoCatalogueBuilder(Self.messages, isBigEndian: isBigEndian).bytes.dropLast()
    for length in 0..<bytes.count {
      let error = #expect(throws: UserError.self) {
        try MessageCatalogue(bytes: Array(bytes.prefix(length)), file: "cut.mo")
      }
      #expect(error?.file == "cut.mo" && error?.kind == .badData)
    }
  }

  /// Hostile values in every word of the header and the tables end in an error or a catalogue.
  @Test func survivesHostileWords() {
    let builder = DemoCatalogueBuilder(Self.messages)
    let good = builder.bytes
    for place in stride(from: 4, to: 28 + 16 * 4, by: 4) {
      for value in [0, 1, 27, good.count, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff] {
        var bytes = good
        bytes.replaceSubrange(place..<place + 4, with: builder.word(value))
        do {
          _ = try MessageCatalogue(bytes: bytes, file: "hostile.mo")
        } catch {
          #expect((error as? UserError)?.file == "hostile.mo")
        }
      }
    }
  }

  @Test(arguments: [(8, 0xffff_ffff), (8, 5), (12, 0xffff_fff0), (28, 0x7fff_ffff), (4, 0x20000)])
  func refusesHostileSizes(place: Int, value: Int) {
    let builder = DemoCatalogueBuilder(Self.messages)
    var bytes = builder.bytes
    bytes.replaceSubrange(place..<place + 4, with: builder.word(value))
    #expect(throws: UserError.self) { try MessageCatalogue(bytes: bytes, file: "hostile.mo") }
  }

  /// Thousands of entries that all point at one long string would cost time without limit.
  @Test func refusesOverlappingStrings() {
    let builder = DemoCatalogueBuilder([])
    let count = 2000
    let tableBytes = 8 * count
    let size = 28 + tableBytes + 100_000
    let entry = builder.word(100_000) + builder.word(28 + tableBytes)
    var bytes = [0x9504_12de, 0, count, 28, 28, 0, 28].flatMap(builder.word)
    for _ in 0..<count { bytes += entry }
    bytes += [UInt8](repeating: 0x61, count: size - bytes.count)
    let error = #expect(throws: UserError.self) {
      try MessageCatalogue(bytes: bytes, file: "bomb.mo")
    }
    #expect(error?.problem == "its strings overlap")
  }

  @Test func refusesOtherFiles() {
    for text in ["", "abc", "\u{7f}ELF and so on, long enough to be a header of seven words"] {
      #expect(throws: UserError.self) {
        try MessageCatalogue(bytes: Array(text.utf8), file: "other.mo")
      }
    }
  }
}
