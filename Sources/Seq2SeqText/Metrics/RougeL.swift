/// ROUGE-L: how much of the words of a reference comes in the same order in the hypothesis (Lin 2004,
/// section 3.1, with beta 1 and one reference).
///
/// Tokens are what white space separates, letter case and punctuation as they stand: of ROUGE's usual
/// cleaning, which keeps a to z and 0 to 9 alone, no Korean word would be left. With L the length of the
/// longest common subsequence of a line's tokens,
///
///     recall = L / |reference|    precision = L / |hypothesis|
///     F1 = 2 precision recall / (precision + recall) = 2 L / (|reference| + |hypothesis|)
///
/// and 1 where both are empty. The value is the mean of F1 over the lines. Tokens are equal when they are
/// canonically equivalent (NFC); one that holds `<unk>` in a hypothesis equals nothing.
enum RougeL {
  /// The mean over one line or more, in percent.
  static func percent(_ hypotheses: [String], _ references: [String]) -> Double {
    let sum = zip(hypotheses, references).reduce(0) { sum, pair in
      let reference = words(pair.1)
      var numbers: [String: Int] = [:]
      for token in reference where numbers[token] == nil { numbers[token] = numbers.count }
      // -1 is in no reference.
      let hypothesis = UnknownMark.tokens(of: pair.0, by: words).map { token in
        token.flatMap { numbers[$0] } ?? -1
      }
      let both = reference.count + hypothesis.count
      guard both > 0 else { return sum + 1 }
      let common = longestCommonSubsequence(hypothesis, reference.map { numbers[$0] ?? -2 })
      return sum + 2 * Double(common) / Double(both)
    }
    return 100 * sum / Double(references.count)
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

  private static func words(_ line: String) -> [String] {
    line.unicodeScalars.split { PythonWhiteSpace.contains($0.value) }.map(String.init)
  }
}
