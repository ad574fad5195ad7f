/// "Did you mean": the right name nearest to a misspelt one.
package enum Spelling {
  /// The candidate with the fewest insertions, deletions, substitutions and swaps of neighbours
  /// from `word`, the first of these if several tie, or nil if none is near.
  ///
  /// Near is up to a third of the candidate's length, at least one edit, and always less than the
  /// whole word. Upper case and hyphens for underscores are no edits.
  package static func nearest(to word: String, among candidates: [String]) -> String? {
    var best: (candidate: String, distance: Int)?
    let letters = comparable(word)
    for candidate in candidates {
      let candidateLetters = comparable(candidate)
      let limit = min(
        max(1, candidateLetters.count / 3), max(letters.count, candidateLetters.count) - 1,
        best.map { $0.distance - 1 } ?? Int.max)
      // The lengths alone rule out most, and bound the work on a word of any length.
      guard abs(letters.count - candidateLetters.count) <= limit else { continue }
      let distance = distance(letters, candidateLetters)
      if distance <= limit { best = (candidate, distance) }
    }
    return best?.candidate
  }

  private static func comparable(_ word: String) -> [Character] {
    word.lowercased().map { $0 == "-" ? "_" : $0 }
  }

  /// Damerau-Levenshtein distance, no letter edited twice ("optimal string alignment").
  private static func distance(_ first: [Character], _ second: [Character]) -> Int {
    var beforePrevious: [Int] = []
    var previous = Array(0...second.count)
    for (row, letter) in first.enumerated() {
      var current = [row + 1]
      for (column, other) in second.enumerated() {
        var least = min(
          previous[column] + (letter == other ? 0 : 1), previous[column + 1] + 1,
          current[column] + 1)
        if row > 0, column > 0, letter == second[column - 1], first[row - 1] == other {
          least = min(least, beforePrevious[column - 1] + 1)
        }
        current.append(least)
      }
      (beforePrevious, previous) = (previous, current)
    }
    return previous[second.count]
  }
}
