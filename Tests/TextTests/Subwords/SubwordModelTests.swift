import Foundation
import Testing

@testable import Seq2SeqText

struct SubwordModelTests {
  static let kinds = TokenizerKind.allCases.filter(\.isSubword)

  static func words(_ text: String) -> Vocabulary {
    Vocabulary(
      counts: Dictionary(WordTokenizer().tokens(in: text).map { ($0, 1) }, uniquingKeysWith: +))
  }

  static let english =
    "the cat sat on the mat and the dog sat on the log while other cats and dogs watched them sitting"

  @Test(arguments: kinds)
  func sameWordsGiveTheSameBytes(kind: TokenizerKind) throws {
    let words = Self.words(Self.english + " 나는 너를 사랑해 너는 나를 사랑하니")
    let first = try SubwordModel.train(kind, words: words, size: 320)
    #expect(try SubwordModel.train(kind, words: words, size: 320) == first)
    #expect(try SubwordModel(serialized: first.serialized).serialized == first.serialized)
    #expect(first.kind == kind && first.hasBytes)
    #expect(first.count <= 320)
  }

  /// A text that has fewer pieces than are asked for gets a smaller model.
  @Test(arguments: kinds)
  func smallTextsGetSmallModels(kind: TokenizerKind) throws {
    let model = try SubwordModel.train(kind, words: Self.words(Self.english))
    #expect(model.count > 257 && model.count < 500)
    let tokenizer = try kind.tokenizer(model)
    #expect(tokenizer.tokens(in: "the cats").count < 8)
    #expect(tokenizer.tokens(in: "the cats").joined() == "▁the▁cats")
  }

  @Test(arguments: kinds)
  func aSizeWithoutRoomIsTheUsersMistake(kind: TokenizerKind) {
    for size in [-1, 0, 1, 100, 257, 262] {
      let error = textTestUserError {
        _ = try SubwordModel.train(kind, words: Self.words(Self.english), size: size)
      }
      #expect(error?.description.contains("\n") == false, "\(size)")
    }
    let error = textTestUserError {
      _ = try SubwordModel.train(kind, words: Self.words(Self.english), size: 262)
    }
    #expect(
      error?.problem
        == "vocabulary_size 262 has no room for the 273 bytes and characters that \(kind.rawValue) "
        + "starts from")
    #expect(error?.remedy == "set it to more than 273")
  }

  /// Whatever the training text is: a model that gives every text back, or one line.
  @Test(arguments: kinds)
  func hostileTrainingText(kind: TokenizerKind) throws {
    let texts = [
      "", "\u{0}", "\u{0}\u{0} a\u{0}b", "▁", "▁▁ ▁a▁", "▅", "a▅b ▅", "a", "aa", "\u{FFFD}",
      "\u{7F}\u{1}",
      "<unk> a<unk>b <s></s> x<s>y<pad>", "<0xEA> x<0xEA>y", "\u{10FFFF} \u{E000}",
      String(repeating: "a", count: 70_000), String(repeating: "가나", count: 70_000),
      String(repeating: "x<s>y ", count: 500), (1...3000).map { "w\($0)" }.joined(separator: " "),
    ]
    for text in texts {
      let counted = Vocabulary(
        counts: Dictionary(
          WordTokenizer().tokens(in: text).map { ($0, 50) }, uniquingKeysWith: +))
      do {
        let model = try SubwordModel.train(kind, words: counted, size: 700)
        let tokenizer = SubwordTokenizer(model: model)
        for text in texts where text.utf8.count < 5000 {
          let expected = WordTokenizer().tokens(in: text.replacing("▁", with: " "))
            .joined(separator: " ")
          let tokens = tokenizer.tokens(in: text)
          let isSame = tokenizer.text(from: tokens).textTestScalars == expected.textTestScalars
          #expect(isSame, "\(text.prefix(50))")
          #expect(tokens.allSatisfy { !Vocabulary.specialTokens.contains($0) })
        }
      } catch let error as UserError {
        #expect(!error.description.contains("\n"))
        #expect(text.allSatisfy("▁▅ ".contains), "\(text.prefix(50)) \(error)")
      }
    }
  }

  @Test(arguments: kinds)
  func charactersWithoutAPieceBecomeBytes(kind: TokenizerKind) throws {
    let model = try SubwordModel.train(kind, words: Self.words(Self.english))
    let tokenizer = SubwordTokenizer(model: model)
    #expect(
      tokenizer.tokens(in: "the 한").suffix(4) == ["▁", "<0xED>", "<0x95>", "<0x9C>"])
    #expect(tokenizer.text(from: ["<0xED>", "<0x95>", "<0x9C>"]) == "한")
    // A model's nonsense is text, too.
    #expect(tokenizer.text(from: ["▁a", "<0xED>", "b", "▁", "▁"]) == "a\u{FFFD}b")
    #expect(tokenizer.text(from: ["<0xGG>", "<0xED", "</s>"]) == "<0xGG><0xED</s>")
    #expect(tokenizer.text(from: []) == "")
  }

  /// What is no model is refused, and nothing traps or crashes.
  @Test(arguments: kinds)
  func damage(kind: TokenizerKind) throws {
    let bytes = try SubwordModel.train(kind, words: Self.words("ab abc"), size: 264).serialized
    for junk in [
      [], [0], [10], [0xFF], Array("vocabulary".utf8), Array(repeating: 0xFF, count: 99),
    ] {
      #expect(textTestUserError { _ = try SubwordModel(serialized: junk) }?.kind == .badData)
    }
    for length in stride(from: 0, to: bytes.count, by: 41) {
      _ = textTestUserError { _ = try SubwordModel(serialized: Array(bytes.prefix(length))) }
    }
    var opened = 0
    // The 256 bytes' entries are all alike; what follows them says how the model works.
    let positions =
      Array(stride(from: 0, to: bytes.count - 700, by: 13)) + bytes.indices.suffix(700)
    for position in positions {
      for change: UInt8 in [1, 0x80, 0xFF] {
        var changed = bytes
        changed[position] ^= change
        if let model = try? SubwordModel(serialized: changed) {
          opened += 1
          let tokenizer = SubwordTokenizer(model: model)
          _ = tokenizer.text(from: tokenizer.tokens(in: "abc a\u{0}한 <0x41>"))
        }
      }
    }
    #expect(opened > 0)
  }

  @Test func aModelOfAnotherKindIsRefused() throws {
    let model = try #require(TokenizerKind.bpe.textTestModel)
    let error = textTestUserError { _ = try TextPipeline(tokenizer: .unigram, subwordModel: model) }
    #expect(error?.remedy == "set the tokenizer to bpe")
    #expect(textTestUserError { _ = try TextPipeline(tokenizer: .bpe) }?.kind == .badData)
    #expect(try TextPipeline(tokenizer: .words, subwordModel: model).subwordModel == nil)
  }

  /// A normaliser of its own (field 3, in it a table, field 2) is refused; so is a model of words.
  @Test func modelsThatDoOtherThingsAreRefused() throws {
    let model = try #require(TokenizerKind.bpe.textTestModel)
    let normaliser = textTestUserError {
      _ = try SubwordModel(serialized: model.serialized + [0x1A, 5, 0x12, 3, 1, 2, 3])
    }
    #expect(normaliser?.remedy == "train one with --normalization_rule_name=identity")
    let kind = textTestUserError {
      _ = try SubwordModel(serialized: model.serialized + [0x12, 2, 0x18, 3])
    }
    #expect(kind?.remedy == "train one with --model_type=bpe or unigram")
  }

  @Test(arguments: kinds)
  func lowercaseAndCountedTokens(kind: TokenizerKind) throws {
    let pipeline = try TextPipeline(
      tokenizer: kind, lowercase: true, subwordModel: kind.textTestModel)
    #expect(pipeline.tokens(in: "THE Cat") == pipeline.tokens(in: "the cat"))
    #expect(pipeline.countedTokens(in: " THE\u{3000}Cat") == ["the", "cat"])
    let characters = try TextPipeline(tokenizer: .characters)
    #expect(characters.countedTokens(in: "Ab") == ["A", "b"])
  }

  /// The same answers from many threads at a time.
  @Test(arguments: kinds)
  func threadsShareAModel(kind: TokenizerKind) throws {
    let tokenizer = try kind.textTestTokenizer()
    let texts = (0..<400).map { "the cat \($0) 나는 \($0 * 7) sat on 너를" }
    let expected = texts.map { tokenizer.tokens(in: $0) }
    DispatchQueue.concurrentPerform(iterations: 4) { _ in
      for (text, tokens) in zip(texts, expected) { #expect(tokenizer.tokens(in: text) == tokens) }
    }
  }
}
