import Seq2SeqModels

/// What kind of model it is.
public struct ExplainedModel: Codable, Equatable, Sendable {
  /// What the configuration calls it.
  public var name: String?
  /// `rnn`, `gru` or `lstm`.
  public var cell: String
  /// How the decoder looks at the source.
  public var attention: String
  /// How the decoder starts.
  public var bridge: String
  /// The tokens it can read, special symbols included.
  public var sourceVocabulary: Int
  /// The tokens it can write, special symbols included.
  public var targetVocabulary: Int

  init(_ model: Seq2SeqModel) {
    let configuration = model.configuration
    name = configuration.name
    cell = configuration.model.cell.rawValue
    attention = configuration.model.attention.rawValue
    bridge = configuration.model.bridge.rawValue
    sourceVocabulary = model.sourceVocabulary.count
    targetVocabulary = model.targetVocabulary.count
  }
}
