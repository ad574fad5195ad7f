import Seq2SeqText

/// A token as a model reads or writes it.
public struct ExplainedToken: Codable, Equatable, Sendable {
  /// The token; what an unknown one was in the text is kept.
  public var text: String
  /// Its number in the vocabulary.
  public var id: Int
  /// Whether the vocabulary lacks it, so that the model sees `<unk>`.
  public var isUnknown: Bool

  init(_ text: String, id: Int32) {
    self.text = text
    self.id = Int(id)
    isUnknown = id == Vocabulary.unknown
  }

  init(_ id: Int32, in vocabulary: Vocabulary) {
    self.init(vocabulary.token(of: id), id: id)
  }
}
