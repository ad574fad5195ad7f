/// Under which number each position of some sources is copied.
///
/// A number below V is that of a token of the target vocabulary. A token that it lacks has V plus the first
/// position of its own source that holds it: such numbers have a meaning within one sentence.
package struct CopyTokens: Sendable {
  /// The length of the longest source; there are so many numbers from V on at most.
  package let longest: Int
  /// [B, `longest`].
  let tokens: [Int32]
  /// The first position that holds the same token [B, `longest`].
  let first: [Int32]
  private let largest: Int32

  /// Takes the numbers of each sentence; further ones only fill up B rows.
  package init(_ sentences: [ArraySlice<Int32>], batch: Int) {
    precondition(sentences.count <= batch)
    longest = sentences.map(\.count).max() ?? 0
    var tokens = [Int32](repeating: 0, count: batch * longest)
    var first = tokens
    for (row, sentence) in sentences.enumerated() {
      var places: [Int32: Int32] = [:]
      for (position, token) in sentence.enumerated() {
        let place = Int32(truncatingIfNeeded: position)
        tokens[row * longest + position] = token
        first[row * longest + position] = places[token] ?? place
        if places[token] == nil { places[token] = place }
      }
    }
    (self.tokens, self.first) = (tokens, first)
    largest = tokens.max() ?? 0
  }

  /// Whether all numbers are those of a target vocabulary of V tokens and of the sources.
  func fits(vocabulary: Int) -> Bool {
    largest < vocabulary + longest && tokens.allSatisfy { $0 >= 0 }
  }
}
