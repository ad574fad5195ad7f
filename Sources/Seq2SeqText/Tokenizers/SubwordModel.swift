internal import CSentencePiece

/// A model of SentencePiece: the pieces that text is cut into, and how
/// (Kudo and Richardson 2018; `bpe`: Sennrich et al. 2016; `unigram`: Kudo 2018).
///
/// It is trained from counted words, or read from bytes that it or SentencePiece's own tools wrote.
/// Any number of threads may use it at a time.
public final class SubwordModel: Sendable {
  /// `bpe` or `unigram`.
  public let kind: TokenizerKind
  /// The model as SentencePiece writes it into a `.model` file.
  public let serialized: [UInt8]
  let pieces: [SubwordPiece]
  /// Whether a character that has no piece is cut into its bytes, so that no text is unknown.
  let hasBytes: Bool
  // Only const functions are called on it, which SentencePiece lets threads call together.
  nonisolated(unsafe) private let model: OpaquePointer

  /// Reads a model.
  ///
  /// - Throws: ``UserError`` of kind `badData` for bytes that are no model, or a model that
  ///   normalises text in its own way; the caller adds the file.
  public init(serialized: [UInt8]) throws {
    let content = try SubwordModelContent(serialized)
    var opened: OpaquePointer?
    try serialized.withUnsafeBufferPointer { bytes in
      try Self.check(csp_open(bytes.baseAddress, bytes.count, &opened)) {
        UserError(
          .badData, "SentencePiece cannot read the model (\($0))",
          remedy: "give a .model file that SentencePiece wrote")
      }
    }
    guard let opened else { throw SubwordModelContent.damaged }
    model = opened
    self.serialized = serialized
    kind = content.kind
    pieces = content.pieces
    hasBytes = content.pieces.contains { $0.kind == .byte }
  }

  deinit { csp_close(model) }

  /// The number of pieces, as SentencePiece counts them: `<unk>` and the like are among them.
  public var count: Int { pieces.count }

  /// Calls a function with each piece of a text's best cut.
  func forEachPiece(of text: [UInt8], _ body: (Span<UInt8>) -> Void) {
    var found = csp_pieces()
    let failure = text.withUnsafeBufferPointer {
      csp_encode(model, $0.baseAddress, $0.count, &found)
    }
    defer {
      csp_free(failure)
      csp_free(found.bytes)
      csp_free(found.ends)
    }
    guard failure == nil else {
      // It cannot fail on an open model. If it does, the text counts as one token that is unknown.
      return body(text.span)
    }
    let ends = UnsafeBufferPointer(start: found.ends, count: found.count)
    let bytes = UnsafeBufferPointer(start: found.bytes, count: ends.last ?? 0).span
    var start = 0
    for end in ends {
      body(bytes.extracting(start..<end))
      start = end
    }
  }

  /// Throws what a message from the library, put on one line, stands for.
  static func check(
    _ message: UnsafeMutablePointer<CChar>?, _ error: (String) -> UserError
  ) throws {
    guard let message else { return }
    defer { csp_free(message) }
    let line = String(cString: message).split(whereSeparator: \.isNewline)
    throw error(line.joined(separator: " "))
  }
}

extension SubwordModel: Equatable {
  /// Models are equal if their bytes are.
  public static func == (left: SubwordModel, right: SubwordModel) -> Bool {
    left === right || left.serialized == right.serialized
  }
}
