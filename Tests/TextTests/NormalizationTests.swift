import Foundation
import Testing

@testable import Seq2SeqText

struct NormalizationTests {
  /// Every scalar that the quick check lets pass must be right to pass, alone and after a letter.
  @Test func quickCheckIsNeverWrong() {
    var passed = 0
    for value in UInt32(0)...0x2FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let scan = TextScan(Array(String(scalar).utf8).span)
      #expect(scan.isValid)
      if scan.isCasedInLatin1Only, !scan.hasLatin1Capital {
        #expect(String(scalar).lowercased().textTestScalars == [value])
      }
      guard scan.isComposed, !(0xAC00...0xD7A3).contains(value) else { continue }
      passed += 1
      for base in ["", "a", "가", "か"] {
        let text = base + String(scalar)
        let composed = text.precomposedStringWithCanonicalMapping
        if composed.textTestScalars != text.textTestScalars {
          Issue.record("U+\(String(value, radix: 16)) changes after '\(base)'")
        }
      }
      if scan.isOneScalarPerGrapheme {
        let isAlone = "a\(scalar)".count == 2 && "가\(scalar)a".count == 3
        if !isAlone { Issue.record("U+\(String(value, radix: 16)) joins a cluster") }
      }
    }
    #expect(passed > 20_000)
  }

  @Test func randomTextOfQuickScalarsIsComposed() {
    var generator = TextTestGenerator(state: 11)
    var simple: [Unicode.Scalar] = []
    for value in UInt32(0x20)...0x2FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let scan = TextScan(Array(String(scalar).utf8).span)
      if scan.isComposed && scan.isOneScalarPerGrapheme { simple.append(scalar) }
    }
    for _ in 0..<3000 {
      var text = String.UnicodeScalarView()
      for _ in 0..<10 {
        text.append(simple[Int.random(in: 0..<simple.count, using: &generator)])
      }
      let string = String(text)
      #expect(
        string.precomposedStringWithCanonicalMapping.textTestScalars == string.textTestScalars)
      #expect(string.count == text.count)
    }
  }

  @Test func compositionByFoundation() {
    #expect(Normalization.composed("a\u{301}\u{0}b").textTestScalars == [0xE1, 0, 0x62])
    #expect(Normalization.composed("\u{212B}").textTestScalars == [0xC5])
    #expect(Normalization.composed("\u{1100}\u{1161}\u{11A8}").textTestScalars == [0xAC01])
    let long = String(repeating: "e\u{301}", count: 200_000)
    #expect(Normalization.composed(long).unicodeScalars.count == 200_000)
  }

  /// The scan and the standard library must agree on what is UTF-8.
  @Test func validityAgreesWithTheStandardLibrary() {
    var generator = TextTestGenerator(state: 5)
    let bytes: [UInt8] = [
      0x41, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xED, 0xEF,
      0xF0,
      0xF1, 0xF4, 0xF5, 0xFF,
    ]
    for _ in 0..<50_000 {
      let text = (0..<Int.random(in: 1...5, using: &generator)).map { _ in
        bytes[Int.random(in: 0..<bytes.count, using: &generator)]
      }
      let isValid = String(validating: text, as: UTF8.self) != nil
      if TextScan(text.span).isValid != isValid { Issue.record("\(text)") }
    }
  }

  @Test(arguments: TokenizerKind.allCases)
  func bytesAndStringsGiveTheSameTokens(kind: TokenizerKind) throws {
    let texts =
      TokenizerTests.texts + ["ÀÉ Straße ABC", "ABC 가", "İI", "\u{1E9E}"]
      + (UInt32(0x21)...0x17F).compactMap { Unicode.Scalar($0).map { "가\($0)A" } }
    for lowercase in [false, true] {
      let pipeline = try TextPipeline(
        tokenizer: kind, lowercase: lowercase, subwordModel: kind.textTestModel)
      for text in texts {
        var tokens: [[UInt8]] = []
        let isValid = pipeline.forEachToken(in: Array(text.utf8).span) {
          tokens.append(Array(String(repairing: $0).utf8))
        }
        #expect(isValid)
        #expect(tokens == pipeline.tokens(in: text).map { Array($0.utf8) })
      }
    }
    let pipeline = try TextPipeline(tokenizer: .words, lowercase: true)
    #expect(pipeline.tokens(in: "ÀB Cd") == ["àb", "cd"])
    #expect(pipeline.text(from: ["a", "b"]) == "a b")
  }
}
