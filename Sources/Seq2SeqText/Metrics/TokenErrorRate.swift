/// Edit distance between hypotheses and references over the number of reference tokens.
enum TokenErrorRate {
  /// The rate in percent over the whole corpus. Where the references have no token at all it is 0
  /// if the hypotheses have none either, and 100 otherwise.
  static func percent(
    _ hypotheses: [String], _ references: [String], tokens: (String) -> [String]
  ) -> Double {
    var distance = 0
    var referenceCount = 0
    for (hypothesis, reference) in zip(hypotheses, references) {
      let referenceTokens = tokens(reference)
      var identifiers: [String: Int] = [:]
      for token in referenceTokens where identifiers[token] == nil {
        identifiers[token] = identifiers.count
      }
      // -1 is in no reference, so a token that is in none, or is unknown, never matches.
      let hypothesisTokens = UnknownMark.tokens(of: hypothesis, by: tokens)
      distance += levenshtein(
        hypothesisTokens.map { token in token.flatMap { identifiers[$0] } ?? -1 },
        referenceTokens.map { identifiers[$0] ?? -1 })
      referenceCount += referenceTokens.count
    }
    guard referenceCount > 0 else { return distance == 0 ? 0 : 100 }
    return 100 * Double(distance) / Double(referenceCount)
  }

  /// The least number of insertions, deletions and substitutions that turn one into the other.
  static func levenshtein(_ hypothesis: [Int], _ reference: [Int]) -> Int {
    // row[j] is the distance between the hypothesis so far and the first j reference tokens.
    var row = Array(0...reference.count)
    for token in hypothesis {
      var diagonal = row[0]
      row[0] += 1
      for index in reference.indices {
        let substituted = diagonal + (token == reference[index] ? 0 : 1)
        diagonal = row[index + 1]
        row[index + 1] = min(substituted, diagonal + 1, row[index] + 1)
      }
    }
    return row[reference.count]
  }
}
