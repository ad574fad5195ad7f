/// What two files of pairs have in common: what a model is tested on should not be among what it learnt from.
public struct SplitOverlap: Sendable, Equatable, Encodable {
  /// The file that was given earlier.
  public var first: String
  /// The file that was given later.
  public var second: String
  /// Lines of the second file whose source the first file has too.
  public var sources = CorpusReport.Finding()
  /// Those of them whose target is the same as well.
  public var pairs = CorpusReport.Finding()
}
