/// What a serialized SentencePiece model says, read without trusting it (`sentencepiece_model.proto` of
/// SentencePiece names the fields).
struct SubwordModelContent {
  private(set) var pieces: [SubwordPiece] = []
  private(set) var kind = TokenizerKind.unigram

  /// Reads a model and refuses what this project cannot use.
  ///
  /// A model that changes text itself is refused: composing to NFC is this project's normalisation,
  /// and the tables of other ones are binary tries that SentencePiece walks unchecked.
  init(_ serialized: [UInt8]) throws {
    var fields = ProtobufFields(serialized[...])
    while let (number, value) = fields.next() {
      guard case .bytes(let message) = value else { continue }
      switch number {
      case 1: pieces.append(try Self.piece(message))
      case 2: kind = try Self.kind(message)
      case 3, 5: try Self.requireIdentity(message)
      default: break
      }
    }
    guard !fields.isDamaged, serialized.count <= 1 << 30, !pieces.isEmpty else {
      throw Self.damaged
    }
  }

  static let damaged = UserError(
    .badData, "this is not a whole SentencePiece model",
    remedy: "give a .model file that SentencePiece wrote")

  private static func piece(_ message: ArraySlice<UInt8>) throws -> SubwordPiece {
    var piece = SubwordPiece()
    var fields = ProtobufFields(message)
    while let field = fields.next() {
      switch field {
      case (1, .bytes(let bytes)): piece.bytes = Array(bytes)
      case (2, .fixed32(let bits)): piece.score = Float(bitPattern: bits)
      case (3, .integer(let number)):
        guard let kind = SubwordPiece.Kind(rawValue: number) else { throw damaged }
        piece.kind = kind
      default: break
      }
    }
    guard !fields.isDamaged, piece.score.isFinite, !piece.bytes.isEmpty,
      String(validating: piece.bytes, as: UTF8.self) != nil
    else { throw damaged }
    return piece
  }

  private static func kind(_ message: ArraySlice<UInt8>) throws -> TokenizerKind {
    var type: UInt64 = 1
    var fields = ProtobufFields(message)
    while let field = fields.next() {
      if case (3, .integer(let number)) = field { type = number }
    }
    guard !fields.isDamaged else { throw damaged }
    switch type {
    case 1: return .unigram
    case 2: return .bpe
    default:
      throw UserError(
        .badData, "the SentencePiece model is neither bpe nor unigram",
        remedy: "train one with --model_type=bpe or unigram")
    }
  }

  /// Field 2 of a normaliser is the table by which it changes text.
  private static func requireIdentity(_ message: ArraySlice<UInt8>) throws {
    var fields = ProtobufFields(message)
    while let (number, value) = fields.next() {
      guard number == 2, case .bytes(let table) = value, !table.isEmpty else { continue }
      throw UserError(
        .badData, "the SentencePiece model normalises text in its own way, not as NFC",
        remedy: "train one with --normalization_rule_name=identity")
    }
    if fields.isDamaged { throw damaged }
  }
}
