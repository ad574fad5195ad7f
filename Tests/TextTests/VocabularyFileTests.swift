import Foundation
import Testing

@testable import Seq2SeqText

@Suite struct VocabularyFileTests {
  /// The vocabulary file of a text.
  private func read(_ text: String, special: [String]? = nil) throws -> VocabularyFile {
    try read(Array(text.utf8), special: special)
  }

  private func read(_ bytes: [UInt8], special: [String]? = nil) throws -> VocabularyFile {
    let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try Data(bytes).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    return try VocabularyFile(path: url.path, specialSymbols: special)
  }

  private func tokens(_ file: VocabularyFile) -> [String] {
    (4..<Int32(file.vocabulary.count)).map { file.vocabulary.token(of: $0) }
  }

  @Test func aTokenOnEachLine() throws {
    let file = try read("<unk>\n<pad>\n<s>\n</s>\nthe\n가\n 1\n")
    #expect(tokens(file) == ["the", "가", " 1"])
    #expect(file.rows == [1, 0, 2, 3, 4, 5, 6])
    #expect(file.rowCount == 7)
    #expect(file.vocabulary.identifier(of: "가") == 5)
  }

  @Test func specialSymbolsAnywhereAndInAnySpelling() throws {
    let file = try read("a\n<BOS>\nb\n<eos>\nc\n[UNK]")
    #expect(tokens(file) == ["a", "b", "c"])
    #expect(file.rows == [nil, 5, 1, 3, 0, 2, 4])
  }

  @Test func countsAfterATab() throws {
    let file = try read("the\t12\n<unk>\na b\t3\nrare\t0\n")
    #expect(tokens(file) == ["the", "a b", "rare"])
    #expect(file.vocabulary.frequency(of: "the") == 12)
    #expect(file.vocabulary.frequency(of: "rare") == 1)
    #expect(file.rows == [nil, 1, nil, nil, 0, 2, 3])
  }

  @Test func fairseq() throws {
    let file = try read("the 12\n, 99999999999999999999999\n")
    #expect(tokens(file) == ["the", ","])
    #expect(file.rows == [1, 3, 0, 2, 4, 5])
    #expect(file.rowCount == 6)
  }

  @Test func symbolsThatAreSaidToPrecede() throws {
    let file = try read("a\t2\nb\t1\n", special: ["<unk>", "<blank>", "<s>", "</s>"])
    #expect(file.rows == [1, 0, 2, 3, 4, 5])
    #expect(try read("a 2\n", special: ["</s>", "<unk>"]).rows == [nil, 1, nil, 0, 2])
  }

  /// Texts are composed on their way in, so tokens must be.
  @Test func tokensAreComposed() throws {
    #expect(tokens(try read("<unk>\n\u{1112}\u{1161}\u{11AB}\n")) == ["한"])
  }

  @Test(arguments: [
    ("a\nb\n", nil, "names none of <pad>, <unk>, <s> and </s>"),
    ("", nil, "names none of <pad>, <unk>, <s> and </s>"),
    ("<unk>\na\n\nb\n", 3, "is empty"),
    ("<unk>\na\t1\nb\nc\t2\n", 3, "is not TOKEN<TAB>COUNT like the others"),
    ("<unk>\na\nb\na\n", 4, "the token 'a' is there twice"),
    ("<unk>\n\u{E9}\ne\u{301}\n", 3, "the token '\u{E9}' is there twice"),
    ("<s>\na\n<bos>\n", 3, "'<bos>' is a second <s>"),
  ])
  func mistakes(_ text: String, _ line: Int?, _ problem: String) throws {
    let error = #expect(throws: UserError.self) { _ = try read(text) }
    #expect(error?.problem == problem)
    #expect(error?.line == line && error?.kind == .badData)
  }

  @Test func mistakenSymbols() throws {
    let twice = #expect(throws: UserError.self) { _ = try read("<unk>\n", special: ["<unk>"]) }
    #expect(twice?.problem == "names its special symbols itself")
    let unknown = #expect(throws: UserError.self) { _ = try read("a\n", special: ["<mask>"]) }
    #expect(unknown?.problem == "'<mask>' is no special symbol")
    let double = #expect(throws: UserError.self) { _ = try read("a\n", special: ["<s>", "<bos>"]) }
    #expect(double?.problem == "'<bos>' is a second <s>")
  }

  @Test func brokenAndMissingFiles() throws {
    let broken = #expect(throws: UserError.self) { _ = try read([0x3C, 0xFF, 0x0A]) }
    #expect(broken?.problem == "is not UTF-8")
    let missing = #expect(throws: UserError.self) { _ = try VocabularyFile(path: "/nonexistent/v") }
    #expect(missing?.kind == .missingInput)
  }
}
