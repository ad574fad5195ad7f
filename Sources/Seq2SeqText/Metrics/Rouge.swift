/// ROUGE: how much of the words of a reference comes back in the hypothesis (Lin 2004, sections 2 and 3.1, with
/// beta 1 and one reference).
///
/// Tokens are what white space separates, letter case and punctuation as they stand: of ROUGE's usual
/// cleaning, which keeps a to z and 0 to 9 alone, no Korean word would be left. With M the n-grams that both
/// sides have, each counted as often as the side with fewer of them has it, or the length of the longest common
/// subsequence of their tokens,
///
///     recall = M / |reference|    precision = M / |hypothesis|
///     F1 = 2 precision recall / (precision + recall) = 2 M / (|reference| + |hypothesis|)
///
/// where |·| counts n-grams, or tokens, and 0 where either side has none, as in the package rouge-score: so a
/// line of one word, even a right one, has a ROUGE-2 of 0. The value is the mean of F1 over the lines. Tokens
/// are equal when they are canonically equivalent (NFC); one that holds `<unk>` in a hypothesis equals nothing.
enum Rouge {
  /// By n-grams of `order` words.
  static func ngrams(
    _ hypotheses: [String], _ references: [String], order: Int
  ) -> SummedStatistics {
    .meanPercent(hypotheses, references) { hypothesis, reference in
      let (tokens, referenceTokens) = numbers(hypothesis, reference)
      guard let grams = counted(tokens, order),
        let referenceGrams = counted(referenceTokens, order)
      else { return 0 }
      let matched = grams.counts.reduce(0) { sum, gram in
        // An n-gram with an unknown token is in no reference.
        sum + min(gram.value, referenceGrams.counts[gram.key] ?? 0)
      }
      return 2 * Double(matched) / Double(grams.total + referenceGrams.total)
    }
  }

  /// By the longest common subsequence.
  static func longestCommonSubsequence(
    _ hypotheses: [String], _ references: [String]
  ) -> SummedStatistics {
    .meanPercent(hypotheses, references) { hypothesis, reference in
      let (tokens, referenceTokens) = numbers(hypothesis, reference)
      guard !tokens.isEmpty, !referenceTokens.isEmpty else { return 0 }
      let common = longestCommonSubsequence(tokens, referenceTokens)
      return 2 * Double(common) / Double(tokens.count + referenceTokens.count)
    }
  }

  /// The length of the longest sequence that both hold in its order, with gaps or without.
  static func longestCommonSubsequence(_ first: [Int], _ second: [Int]) -> Int {
    // row[j] is the length for what was taken of the first and j of the second.
    var row = [Int](repeating: 0, count: second.count + 1)
    for token in first {
      var diagonal = 0
      for index in second.indices {
        let above = row[index + 1]
        row[index + 1] = token == second[index] ? diagonal + 1 : max(above, row[index])
        diagonal = above
      }
    }
    return row[second.count]
  }

  /// The words of both sides by number; -1 for a word that the reference does not have.
  private static func numbers(
    _ hypothesis: String, _ reference: String
  ) -> (hypothesis: [Int], reference: [Int]) {
    var numbers: [String: Int] = [:]
    let referenceNumbers = WhiteSpaceWords.words(of: reference).map { token in
      if let known = numbers[token] { return known }
      numbers[token] = numbers.count
      return numbers.count - 1
    }
    let tokens = UnknownMark.tokens(of: hypothesis, by: WhiteSpaceWords.words)
    return (tokens.map { token in token.flatMap { numbers[$0] } ?? -1 }, referenceNumbers)
  }

  /// How often each n-gram occurs, and how many there are; nil if there are none.
  private static func counted(
    _ tokens: [Int], _ order: Int
  ) -> (counts: [[Int]: Int], total: Int)? {
    guard tokens.count >= order else { return nil }
    var counts: [[Int]: Int] = [:]
    for start in 0...tokens.count - order {
      counts[Array(tokens[start..<start + order]), default: 0] += 1
    }
    return (counts, tokens.count - order + 1)
  }
}
