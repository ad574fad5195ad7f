/// The pairs of a corpus as text, for validation and evaluation.
public struct RawPairs: Sendable, Equatable {
  /// The sources, in NFC, one for each pair.
  public var sources: [String]
  /// The targets, in NFC, one for each pair.
  public var targets: [String]
  /// What was found in the files.
  public var report: CorpusReport

  /// Makes pairs from text.
  public init(sources: [String], targets: [String], report: CorpusReport) {
    self.sources = sources
    self.targets = targets
    self.report = report
  }

  /// The number of pairs.
  public var count: Int { min(sources.count, targets.count) }
}
