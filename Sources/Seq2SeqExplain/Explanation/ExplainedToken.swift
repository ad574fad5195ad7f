import Seq2SeqDecoding
import Seq2SeqText

/// A token as a model reads or writes it.
public struct ExplainedToken: Codable, Equatable, Sendable {
  /// The token; what an unknown one was in the text is kept.
  public var text: String
  /// Its number in the vocabulary; beyond the vocabulary for one that is copied and not in it.
  public var id: Int
  /// Whether the vocabulary lacks it, so that the model sees `<unk>`.
  public var isUnknown: Bool

  init(_ text: String, id: Int32) {
    self.text = text
    self.id = Int(id)
    isUnknown = id == Vocabulary.unknown
  }

  /// A target token by its number, for a line from which it may be copied.
  init(_ id: Int32, of source: SourceLine) {
    self.init(source.targetToken(of: id), id, of: source)
  }

  /// A target token for a line from which it may be copied.
  init(_ text: String, _ id: Int32, of source: SourceLine) {
    self.init(text, id: id)
    isUnknown = isUnknown || source.isOwn(id)
  }
}
