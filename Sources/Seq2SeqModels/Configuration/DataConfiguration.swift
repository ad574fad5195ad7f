/// The sentence pairs and how they are read.
public struct DataConfiguration: Codable, Equatable, Sendable {
  /// The pairs to train on; nil when they do not come from a file.
  public var train: DataFiles?
  /// The pairs to validate on, if any.
  public var validation: DataFiles?
  /// The text translated from.
  public var source = TextConfiguration()
  /// The text translated into.
  public var target = TextConfiguration()
  /// Whether both sides have one vocabulary (and one subword model).
  public var sharedVocabulary = false

  /// No files, words on both sides.
  public init() {}

  enum CodingKeys: String, CodingKey {
    case train, validation, source, target
    case sharedVocabulary = "shared_vocabulary"
  }

  /// Reads what is given and takes the defaults for the rest.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    train = try container.decodeIfPresent(DataFiles.self, forKey: .train)
    validation = try container.decodeIfPresent(DataFiles.self, forKey: .validation)
    source = try container.decodeIfPresent(TextConfiguration.self, forKey: .source) ?? source
    target = try container.decodeIfPresent(TextConfiguration.self, forKey: .target) ?? target
    sharedVocabulary =
      try container.decodeIfPresent(Bool.self, forKey: .sharedVocabulary) ?? sharedVocabulary
  }
}
