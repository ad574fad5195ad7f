extension Shortlist {
  private static let heading = "swift-seq2seq shortlist 1"

  /// The file's bytes: the heading; the tokens of every list; then for each source token a line with it and its
  /// translations, a tab between them.
  public func text(source: Vocabulary, target: Vocabulary) -> String {
    func line(_ tokens: [String]) -> String { tokens.joined(separator: "\t") + "\n" }
    let special = Vocabulary.specialTokens.count
    var text = Shortlist.heading + "\n"
    text += line(common.filter { Int($0) >= special }.map(target.token(of:)))
    for (number, tokens) in translations.enumerated() where number >= special && !tokens.isEmpty {
      text += line(
        [source.token(of: Int32(truncatingIfNeeded: number))] + tokens.map(target.token(of:)))
    }
    return text
  }

  /// Reads a file for the vocabularies of a model.
  ///
  /// - Throws: ``UserError`` that names the line that is wrong.
  public init(path: String, source: Vocabulary, target: Vocabulary) throws {
    let (lines, repaired) = LineReader.lines(in: Array(try CorpusReader.open(path)))
    func error(_ problem: String, line: Int? = nil) -> UserError {
      UserError(
        .badData, file: path, line: line, problem,
        remedy: "make it with seq2seq shortlist and the model that it is for")
    }
    guard repaired == 0, lines.count >= 2, lines[0] == Shortlist.heading else {
      throw error("is not a shortlist of swift-seq2seq")
    }
    func numbers(
      _ tokens: some Sequence<Substring>, in vocabulary: Vocabulary, _ side: String, _ line: Int
    ) throws -> [Int32] {
      try tokens.map { token in
        let number = vocabulary.identifier(of: String(token))
        guard number != Vocabulary.unknown else {
          throw error("the model has no \(side) token '\(token)'", line: line)
        }
        return number
      }
    }
    var translations = [[Int32]](repeating: [], count: source.count)
    for (index, text) in lines.enumerated().dropFirst(2) {
      let tokens = text.split(separator: "\t", omittingEmptySubsequences: false)
      let word = try numbers(tokens.prefix(1), in: source, "source", index + 1)
      translations[Int(word[0])] = try numbers(tokens.dropFirst(), in: target, "target", index + 1)
    }
    self.init(
      common: try numbers(lines[1].split(separator: "\t"), in: target, "target", 2),
      translations: translations)
  }
}
