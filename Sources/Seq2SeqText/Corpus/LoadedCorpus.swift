/// A corpus ready for training, with its vocabularies and the report on what was read.
public struct LoadedCorpus: Sendable, Equatable {
  /// The pairs.
  public var corpus: EncodedCorpus
  /// The tokens of the sources.
  public var sourceVocabulary: Vocabulary
  /// The tokens of the targets.
  public var targetVocabulary: Vocabulary
  /// What was found in the files.
  public var report: CorpusReport
}
