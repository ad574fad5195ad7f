internal import CSentencePiece

extension SubwordModel {
  /// The pieces of a model whose size is not given.
  public static let defaultSize = 8000

  /// SentencePiece's trainer numbers the characters of a word with 16 bits; longer words are cut.
  private static let longestWord = 1000
  /// SentencePiece marks a word's beginning with U+2581 and a character that is left out with U+2585, and
  /// so skips words that hold the one and ends the program over nothing but the other.
  private static let marks = [SubwordTokenizer.wordMark, [0xE2, 0x96, 0x85]]

  /// Trains a model. The same words with the same counts give the same bytes.
  ///
  /// Of rare characters, less than 0.05 % of the text in all, none becomes a piece; they are cut
  /// into bytes.
  ///
  /// - Parameters:
  ///   - kind: `bpe` or `unigram`.
  ///   - words: The words of the text, as the tokenizer `words` finds them, with their counts.
  ///   - size: The number of pieces, 256 bytes and `<unk>` among them; a text that has no more pieces
  ///     gets a smaller model.
  /// - Throws: ``UserError`` of kind `usage` if the size has no room for the text's characters.
  public static func train(
    _ kind: TokenizerKind, words: Vocabulary, size: Int = defaultSize
  ) throws -> SubwordModel {
    precondition(kind.isSubword)
    let lines = trainingLines(words)
    guard !lines.isEmpty else {
      throw UserError(
        .badData, "there is no word to train \(kind.rawValue) from", remedy: "give more text")
    }
    var bytes: UnsafeMutablePointer<UInt8>?
    var count = 0
    try lines.withUnsafeBufferPointer { lines in
      let failure = csp_train(
        kind.rawValue, Int32(clamping: size), lines.baseAddress, lines.count, &bytes, &count)
      try check(failure) { trainingError($0, kind, size) }
    }
    defer { csp_free(bytes) }
    return try SubwordModel(serialized: Array(UnsafeBufferPointer(start: bytes, count: count)))
  }

  /// A line `WORD<TAB>COUNT` for each word, or each part of one that is too long or holds a mark.
  private static func trainingLines(_ words: Vocabulary) -> [UInt8] {
    var lines: [UInt8] = []
    let bytes = words.table.bytes.span
    for index in 0..<words.table.count {
      let word = bytes.extracting(words.table.range(of: index))
      let count = Array("\t\(words.frequencies[index])\n".utf8)
      var scalars = 0
      func endLine() {
        if scalars > 0 { lines += count }
        scalars = 0
      }
      CharacterTokenizer().forEachToken(inNormalized: word) { scalar in
        let scalar = scalar.withUnsafeBufferPointer { Array($0) }
        if scalars == longestWord || marks.contains(scalar) { endLine() }
        if marks.contains(scalar) { return }
        lines += scalar
        scalars += 1
      }
      endLine()
    }
    return lines
  }

  private static func trainingError(
    _ message: String, _ kind: TokenizerKind, _ size: Int
  ) -> UserError {
    // "… Vocabulary size is smaller than required_chars. 300 vs 1290. Increase …"
    if message.contains("required_chars"), let found = message.firstRange(of: " vs ") {
      let needed = message[found.upperBound...].prefix(while: \.isASCIIDigit)
      return UserError(
        .usage,
        "vocabulary_size \(size) has no room for the \(needed) bytes and characters that "
          + "\(kind.rawValue) starts from",
        remedy: "set it to more than \(needed)")
    }
    return UserError(
      .badData, "SentencePiece cannot train \(kind.rawValue) (\(message))",
      remedy: "choose another tokenizer")
  }
}

extension Character {
  fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
