/// One entry of a subword model.
struct SubwordPiece: Equatable, Sendable {
  /// What SentencePiece calls the type of a piece, by its numbers.
  enum Kind: UInt64, Sendable {
    case normal = 1
    case unknown = 2
    case control = 3
    /// Always cut out in one piece.
    case userDefined = 4
    case unused = 5
    /// `<0xEA>`: a byte of a character that has no piece.
    case byte = 6

    /// Whether a cut text can hold such a piece.
    var isText: Bool { self == .normal || self == .userDefined || self == .byte }
  }

  var bytes: [UInt8] = []
  /// The log-probability of a piece of `unigram`; with `bpe`, the higher, the sooner it is merged.
  var score: Float = 0
  var kind = Kind.normal
}
