import Foundation
import Testing

@testable import Seq2SeqText

struct TokenizerTests {
  static let texts = [
    "", "a", "나는 너를 사랑해", "값싼 닭을 뒤척이며", "e\u{301}te\u{301}",
    "안녕".decomposedStringWithCanonicalMapping,
    "Straße, naïve & 東京タワー", "カ\u{3099}ギ", "👩‍👩‍👧‍👦 🇰🇷 가", "\u{1112}\u{119E}\u{11AB}글 옛\u{1103}\u{1172}ᇰ",
    "a\u{0}b", "x\u{2028}y", "\u{200D}", "ㄱㅏ ㅋㅋㅋ", "각\u{301}각", "\u{AC00}\u{11C3}", "\r\n",
    "\u{FFFD}",
    "\u{1F1F0}\u{1F1F7}\u{1F1F0}", "เด็ก हिन्दी",
  ]

  @Test(arguments: TokenizerKind.allCases, texts)
  func roundTrip(kind: TokenizerKind, text: String) throws {
    let tokenizer = try kind.textTestTokenizer()
    let tokens = tokenizer.tokens(in: text)
    let composed = text.precomposedStringWithCanonicalMapping
    let expected =
      kind == .words || kind.isSubword
      ? composed.unicodeScalars.split(whereSeparator: \.properties.isWhitespace)
        .map { String($0) }.joined(separator: " ")
      : composed
    #expect(tokenizer.text(from: tokens).textTestScalars == expected.textTestScalars)
    #expect(!tokens.contains(""))
  }

  @Test(arguments: TokenizerKind.allCases)
  func randomTextMakesTheRoundTrip(kind: TokenizerKind) throws {
    var generator = TextTestGenerator(state: 7)
    let ranges: [ClosedRange<UInt32>] = [
      0x20...0x7E, 0xAC00...0xD7A3, 0x300...0x36F, 0xA0...0x24F, 0x3041...0x30FF, 0x1F600...0x1F64F,
    ]
    for _ in 0..<300 {
      var text = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 0...12, using: &generator) {
        let range = ranges[Int.random(in: 0..<ranges.count, using: &generator)]
        if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &generator)) {
          text.append(scalar)
        }
      }
      try roundTrip(kind: kind, text: String(text))
    }
  }

  @Test func tokensOfEachKind() {
    let text = "각 네e\u{301}"
    #expect(WordTokenizer().tokens(in: text) == ["각", "네é"])
    #expect(CharacterTokenizer().tokens(in: text) == ["각", " ", "네", "é"])
    #expect(SyllableTokenizer().tokens(in: "각 🇰🇷x̂") == ["각", " ", "🇰🇷", "x̂"])
    #expect(
      JamoTokenizer().tokens(in: text).map(\.textTestScalars) == [
        [0x1100], [0x1161], [0x11A8], [0x20], [0x1102], [0x1166], [0xE9],
      ])
  }

  @Test func wordsSplitAtEveryWhiteSpaceScalar() {
    for value in UInt32(0)...0xFFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let tokens = WordTokenizer().tokens(in: "a\(scalar)b")
      #expect(
        (tokens.count == 2) == scalar.properties.isWhitespace, "U+\(String(value, radix: 16))")
    }
  }

  @Test(arguments: TokenizerKind.allCases)
  func decomposedHangulIsTheSame(kind: TokenizerKind) throws {
    let tokenizer = try kind.textTestTokenizer()
    let text = "닭이 값을 뛰어넘다"
    let decomposed = text.decomposedStringWithCanonicalMapping
    #expect(decomposed.unicodeScalars.count > text.unicodeScalars.count)
    let tokens = tokenizer.tokens(in: text).map(\.textTestScalars)
    #expect(tokenizer.tokens(in: decomposed).map(\.textTestScalars) == tokens)
  }

  @Test(arguments: [
    ([0x1100, 0x1100, 0x1161], "ㄱ가"), ([0x1161], "ㅏ"), ([0x11A8], "ㄱ"), ([0x1100], "ㄱ"),
    ([0x11A8, 0x1161], "ㄱㅏ"), ([0x1100, 0x1161, 0x11A8, 0x11A8], "각ㄱ"),
    ([0x1100, 0x1161, 0x1161], "가ㅏ"), ([0x1100, 0x20, 0x1161], "ㄱ ㅏ"), ([0xAC00, 0x11A8], "각"),
    ([0x1100, 0x11A8], "ㄱㄱ"), ([0x1175, 0x11C2, 0x1112], "ㅣㅎㅎ"), ([0xAC01, 0x11A8], "각ㄱ"),
    ([0x11AA, 0x1104, 0x1166], "ㄳ떼"), ([0x61, 0x1161, 0x301], "aㅏ\u{301}"), ([], ""),
  ])
  func illFormedJamo(values: [UInt32], expected: String) {
    let tokens = values.compactMap { Unicode.Scalar($0).map { String($0) } }
    #expect(JamoTokenizer().text(from: tokens).textTestScalars == expected.textTestScalars)
    #expect(JamoTokenizer().text(from: [tokens.joined()]) == expected)
  }

  @Test func anyJamoSequenceIsDisplayable() {
    var generator = TextTestGenerator(state: 3)
    let letters = Array(UInt32(0x1100)...0x1112) + Array(0x1161...0x1175) + Array(0x11A8...0x11C2)
    for _ in 0..<2000 {
      let tokens = (0..<8).compactMap { _ in
        Unicode.Scalar(letters[Int.random(in: 0..<letters.count, using: &generator)])
          .map { String($0) }
      }
      let text = JamoTokenizer().text(from: tokens)
      #expect(!text.unicodeScalars.contains { (0x1100...0x11FF).contains($0.value) })
    }
  }

  @Test func everySyllableIsComposedAgain() {
    for value in UInt32(0xAC00)...0xD7A3 {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let tokens = JamoTokenizer().tokens(in: String(scalar))
      let decomposed = String(scalar).decomposedStringWithCanonicalMapping
      #expect(tokens.flatMap(\.textTestScalars) == decomposed.textTestScalars)
      #expect(JamoTokenizer().text(from: tokens).textTestScalars == [value])
    }
  }

  @Test func defaultOfForEachTokenFindsTheSame() {
    struct Plain: Tokenizer {
      func tokens(in text: String) -> [String] { text.split(separator: "-").map { String($0) } }
      func text(from tokens: [String]) -> String { tokens.joined(separator: "-") }
    }
    var found: [String] = []
    Plain().forEachToken(inNormalized: Array("가-나-a".utf8).span) { token in
      found.append(String(repairing: token))
    }
    #expect(found == ["가", "나", "a"])
  }

  @Test func kindsHaveTheirConfigurationNames() {
    #expect(
      TokenizerKind.allCases.map(\.rawValue).sorted() == [
        "bpe", "characters", "jamo", "syllables", "unigram", "words",
      ])
    #expect(TokenizerKind(rawValue: "word") == nil)
  }
}
