/// Edit distance between hypotheses and references over the number of reference tokens.
enum TokenErrorRate {
  /// For each line the distance and the reference's tokens. The rate is that of the whole corpus. Where the
  /// references have no token at all it is 0 if the hypotheses have none either, and 100 otherwise.
  static func statistics(
    _ hypotheses: [String], _ references: [String], tokens: (String) -> [String]
  ) -> SummedStatistics {
    SummedStatistics(hypotheses, references, width: 2) { hypothesis, reference in
      let referenceTokens = tokens(reference)
      var identifiers: [String: Int] = [:]
      for token in referenceTokens where identifiers[token] == nil {
        identifiers[token] = identifiers.count
      }
      // -1 is in no reference, so a token that is in none, or is unknown, never matches.
      let hypothesisTokens = UnknownMark.tokens(of: hypothesis, by: tokens)
      let distance = levenshtein(
        hypothesisTokens.map { token in token.flatMap { identifiers[$0] } ?? -1 },
        referenceTokens.map { identifiers[$0] ?? -1 })
      return [Double(distance), Double(referenceTokens.count)]
    } score: { sums in
      sums[1] > 0 ? 100 * sums[0] / sums[1] : sums[0] == 0 ? 0 : 100
    }
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
