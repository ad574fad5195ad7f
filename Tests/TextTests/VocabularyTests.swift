import Testing

@testable import Seq2SeqText

struct VocabularyTests {
  @Test func orderedByCountThenBytes() {
    let vocabulary = Vocabulary(
      counts: ["b": 2, "a": 2, "é": 2, "z": 5, "once": 1, "Z": 2], maximumSize: nil,
      minimumFrequency: 2)
    #expect(vocabulary.count == 9)
    #expect(
      (0..<9).map { vocabulary.token(of: $0) }
        == ["<pad>", "<unk>", "<s>", "</s>", "z", "Z", "a", "b", "é"])
    #expect(vocabulary.identifiers(of: ["z", "é", "once", ""]) == [4, 8, 1, 1])
    #expect(vocabulary.frequency(of: "z") == 5)
    #expect(vocabulary.frequency(of: 8) == 2)
    #expect(vocabulary.frequency(of: "once") == 0)
    #expect(vocabulary.frequency(of: Vocabulary.end) == 0)
  }

  @Test func limitedSizeWithoutTheSpecials() {
    let counts = ["a": 3, "b": 2, "c": 1]
    #expect(Vocabulary(counts: counts, maximumSize: 2, minimumFrequency: 1).count == 6)
    #expect(Vocabulary(counts: counts, maximumSize: 0, minimumFrequency: 1).count == 4)
    #expect(Vocabulary(counts: counts, maximumSize: -1, minimumFrequency: -5).count == 4)
    #expect(Vocabulary(counts: [:], maximumSize: nil, minimumFrequency: 0).count == 4)
  }

  @Test func textThatSpellsASpecialIsUnknown() throws {
    let vocabulary = Vocabulary(
      counts: ["</s>": 9, "<pad>": 8, "<s>": 7, "<unk>": 6, "": 5, "<x>": 1], maximumSize: nil,
      minimumFrequency: 1)
    #expect(vocabulary.count == 5)
    for special in Vocabulary.specialTokens {
      #expect(vocabulary.identifier(of: special) == Vocabulary.unknown)
    }
    #expect(vocabulary.identifier(of: "<x>") == 4)
    #expect(try Vocabulary(serialized: vocabulary.serialized()) == vocabulary)
  }

  @Test func anyNumberHasAToken() {
    let vocabulary = Vocabulary(counts: ["a": 1], maximumSize: nil, minimumFrequency: 1)
    for id in [Int32.min, -1, 5, 6, Int32.max] {
      #expect(vocabulary.token(of: id) == "<unk>")
      #expect(vocabulary.frequency(of: id) == 0)
    }
  }

  @Test func serializedAndReadAgain() throws {
    let odd = [
      "\t", "\n", "\r", "\\", "\\t", "a\tb\\n", "\u{0}", "가", "\u{1100}", " ", "\u{2028}", "👩‍👩‍👧‍👦", "0",
    ]
    let counts = Dictionary(uniqueKeysWithValues: zip(odd, 1...odd.count))
    let vocabulary = Vocabulary(counts: counts, maximumSize: nil, minimumFrequency: 1)
    let text = vocabulary.serialized()
    let read = try Vocabulary(serialized: text)
    #expect(read == vocabulary)
    #expect(read.serialized() == text)
    #expect(text.filter { $0 == 0x0A }.count == odd.count)
    for token in odd {
      #expect(read.token(of: read.identifier(of: token)) == token)
      #expect(read.frequency(of: token) == counts[token])
    }
    #expect(try Vocabulary(serialized: []).count == 4)
  }

  @Test(arguments: [
    ("a", 1), ("a\n", 1), ("a\t\n", 1), ("a\t1", 1), ("a\tx\n", 1), ("a\t-1\n", 1), ("a\t00\n", 1),
    ("a\t01\n", 1), ("a\t\n", 1), ("a\t1\nb\t1\na\t1\n", 3), ("\t1\n", 1), ("a\t1\n</s>\t3\n", 2),
    ("\\q\t1\n", 1),
    ("\\", 1), ("a\t99999999999999999999\n", 1), ("a\t1\t1\n", 1), ("\n", 1), ("a\t1\r\n", 1),
  ])
  func damageIsRefused(text: String, line: Int) {
    let error = textTestUserError { _ = try Vocabulary(serialized: Array(text.utf8)) }
    #expect(error?.kind == .badData)
    #expect(error?.line == line)
  }

  @Test func everyTruncationAndEveryChangedByteEndsWithoutATrap() throws {
    let text = Vocabulary(
      counts: ["가나": 3, "a\tb": 2, "c": 1], maximumSize: nil, minimumFrequency: 1
    )
    .serialized()
    for length in 0..<text.count {
      if let read = try? Vocabulary(serialized: Array(text.prefix(length))) {
        #expect(read.count < 7)
      }
    }
    for position in text.indices {
      for byte in UInt8.min...UInt8.max {
        var changed = text
        changed[position] = byte
        _ = try? Vocabulary(serialized: changed)
      }
    }
    #expect(
      textTestUserError { _ = try Vocabulary(serialized: [0xFF, 9, 0x31, 10]) }?.kind == .badData)
  }

  @Test func tableKeepsManyTokensApart() {
    var table = TokenTable()
    for number in 0..<20_000 {
      #expect(table.intern(Array("w\(number)".utf8).span) == Int32(number))
    }
    for number in 0..<20_000 {
      #expect(table.index(of: Array("w\(number)".utf8).span) == Int32(number))
    }
    #expect(table.index(of: Array("w20000".utf8).span) == nil)
    #expect(table.intern([UInt8]().span) == 20_000)
    #expect(table.index(of: [UInt8]().span) == 20_000)
  }
}
