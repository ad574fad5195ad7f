/// The text `<unk>`, which stands in a hypothesis for a token outside the vocabulary.
enum UnknownMark {
  private static let mark = Array("<unk>".unicodeScalars)

  /// The last code point for private use: no real text has it, and tokenizers leave it in one piece
  /// where they would take `<unk>` apart.
  private static let substitute: Unicode.Scalar = "\u{10FFFD}"

  /// Whether a line holds the mark.
  static func occurs(in line: String) -> Bool {
    line.utf8.contains(UInt8(ascii: "<")) && replaced(in: line) != nil
  }

  /// The tokens of a hypothesis, nil for each one that holds the mark or that the tokenizer itself
  /// takes for unknown.
  static func tokens(of hypothesis: String, by tokenize: (String) -> [String]) -> [String?] {
    tokenize(replaced(in: hypothesis) ?? hypothesis).map { token in
      token.unicodeScalars.contains(substitute) || occurs(in: token) ? nil : token
    }
  }

  /// The line with each mark replaced by the substitute, or nil if there is none.
  ///
  /// It compares code points: to a search by characters, a mark before an accent is no mark.
  private static func replaced(in line: String) -> String? {
    var result = String.UnicodeScalarView()
    var rest = line.unicodeScalars[...]
    var isReplaced = false
    while let start = rest.firstIndex(of: "<") {
      result.append(contentsOf: rest[..<start])
      rest = rest[start...]
      if rest.starts(with: mark) {
        result.append(substitute)
        rest = rest.dropFirst(mark.count)
        isReplaced = true
      } else {
        result.append("<")
        rest = rest.dropFirst()
      }
    }
    guard isReplaced else { return nil }
    result.append(contentsOf: rest)
    return String(result)
  }
}
