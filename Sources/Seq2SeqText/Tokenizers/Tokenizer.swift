/// Cuts text into tokens and puts tokens together again.
///
/// A tokenizer composes its input to NFC first, so that Hangul in NFD is the same word. For
/// well-formed text `text(from: tokens(in: x))` is `x` in NFC. Neither function can fail: any
/// string has tokens, and any tokens, a model's nonsense included, make a string.
///
/// To add a tokenizer, write one file with a type that conforms and add one case to
/// ``TokenizerKind``.
public protocol Tokenizer: Sendable {
  /// The tokens of a text, in order.
  func tokens(in text: String) -> [String]

  /// The text that tokens stand for.
  func text(from tokens: [String]) -> String

  /// Calls a function with the UTF-8 bytes of each token of a text, in order.
  ///
  /// The bytes given are valid UTF-8 in NFC. It finds what ``tokens(in:)`` finds, which is also the
  /// default; a tokenizer that can cut bytes directly makes the loading of a corpus many times
  /// faster.
  func forEachToken(inNormalized text: Span<UInt8>, _ body: (Span<UInt8>) -> Void)
}

extension Tokenizer {
  /// Calls a function with the UTF-8 bytes of each token that ``tokens(in:)`` finds.
  public func forEachToken(inNormalized text: Span<UInt8>, _ body: (Span<UInt8>) -> Void) {
    for token in tokens(in: String(repairing: text)) {
      body(Array(token.utf8).span)
    }
  }
}
