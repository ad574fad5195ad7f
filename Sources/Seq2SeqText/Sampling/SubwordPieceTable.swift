/// The ordinary pieces of a subword model by their bytes.
struct SubwordPieceTable: Sendable {
  let table: TokenTable
  /// By number in the table.
  let scores: [Float]
  /// The pieces' numbers in a vocabulary, by number in the table.
  let identifiers: [Int32]
  /// The bytes of the longest piece.
  let longest: Int

  init(_ model: SubwordModel, _ vocabulary: Vocabulary) {
    var table = TokenTable(capacity: model.count)
    var scores: [Float] = []
    var identifiers: [Int32] = []
    var longest = 0
    for piece in model.pieces where piece.kind == .normal {
      let identifier = vocabulary.identifier(of: piece.bytes.span)
      guard identifier != Vocabulary.unknown, table.index(of: piece.bytes.span) == nil else {
        continue
      }
      _ = table.intern(piece.bytes.span)
      scores.append(piece.score)
      identifiers.append(identifier)
      longest = max(longest, piece.bytes.count)
    }
    self.table = table
    self.scores = scores
    self.identifiers = identifiers
    self.longest = longest
  }
}
