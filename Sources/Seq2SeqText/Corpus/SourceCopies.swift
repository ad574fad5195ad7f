/// The numbers by which the tokens of one source are copied into its target (See et al. 2017, § 2.2).
///
/// A token that the target vocabulary has goes by its number there. Any other, whether the source vocabulary
/// has it or not, goes by V plus the first position of the source that holds it, where V is the size of the
/// target vocabulary: such a number has a meaning for this source only. A token that spells a special symbol
/// is text like any other.
package struct SourceCopies: Sendable, Equatable {
  /// The number of each token of the source.
  package let numbers: [Int32]
  /// The numbers from V on are fewer than this.
  package var count: Int { tokens.count }
  private let tokens: [String]
  /// The tokens in the order in which they came first, and where that was.
  private let table: TokenTable
  private let positions: [Int32]
  private let vocabulary: Vocabulary

  /// - Parameter vocabulary: The target's.
  package init(_ tokens: [String], vocabulary: Vocabulary) {
    (self.tokens, self.vocabulary) = (tokens, vocabulary)
    var table = TokenTable()
    var positions: [Int32] = []
    let size = Int32(truncatingIfNeeded: vocabulary.count)
    numbers = tokens.enumerated().map { position, token in
      let bytes = Array(token.utf8)
      let index = Int(table.intern(bytes.span))
      if index == positions.count { positions.append(Int32(truncatingIfNeeded: position)) }
      let known = vocabulary.identifier(of: bytes.span)
      return known == Vocabulary.unknown ? size + positions[index] : known
    }
    (self.table, self.positions) = (table, positions)
  }

  /// The numbers of tokens of the target: in its vocabulary, or else by which they are copied, or else
  /// ``Vocabulary/unknown``.
  package func numbers(of target: [String]) -> [Int32] {
    target.map { token in
      let bytes = Array(token.utf8)
      let known = vocabulary.identifier(of: bytes.span)
      guard known == Vocabulary.unknown, let index = table.index(of: bytes.span) else {
        return known
      }
      return Int32(truncatingIfNeeded: vocabulary.count) + positions[Int(index)]
    }
  }

  /// The token of a number.
  package func token(of number: Int32) -> String {
    let position = Int(number) - vocabulary.count
    return tokens.indices.contains(position) ? tokens[position] : vocabulary.token(of: number)
  }
}
