import Foundation

@testable import Seq2SeqText

/// A generator that gives the same numbers everywhere (SplitMix64).
struct TextTestGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// A folder with files that goes away after the test.
final class TextTestFolder {
  let url = FileManager.default.temporaryDirectory.appendingPathComponent(
    "seq2seq-text-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  func file(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
    let file = url.appendingPathComponent(name)
    try Data(bytes).write(to: file)
    return file.path
  }

  func file(_ name: String, _ text: String) throws -> String {
    try file(name, Array(text.utf8))
  }
}

extension String {
  /// The scalars, since `==` on strings takes NFD and NFC for equal.
  var textTestScalars: [UInt32] { unicodeScalars.map(\.value) }
}

/// The error that a call throws, if it is the user's mistake.
func textTestUserError(_ body: () throws -> Void) -> UserError? {
  do {
    try body()
    return nil
  } catch {
    return error as? UserError
  }
}

extension TokenizerKind {
  private static let textTestModels: [TokenizerKind: SubwordModel] = {
    let text =
      TokenizerTests.texts + Array(repeating: "the cat sat on the mat, 나는 너를 사랑해", count: 9)
    var counts: [String: Int] = [:]
    for word in text.flatMap({ WordTokenizer().tokens(in: $0) }) { counts[word, default: 0] += 1 }
    let words = Vocabulary(counts: counts)
    let kinds = TokenizerKind.allCases.filter(\.isSubword)
    return Dictionary(
      uniqueKeysWithValues: kinds.compactMap { kind in
        (try? SubwordModel.train(kind, words: words, size: 420)).map { (kind, $0) }
      })
  }()

  /// A small subword model, where the tokenizer needs one.
  var textTestModel: SubwordModel? { Self.textTestModels[self] }

  /// The tokenizer, with a small subword model where it needs one.
  func textTestTokenizer() throws -> any Tokenizer { try tokenizer(textTestModel) }
}
