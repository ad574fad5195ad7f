/// What there is to know of the files of a task before anything is trained; see ``CorpusChecker``.
public struct CorpusCheck: Sendable, Equatable, Encodable {
  /// The training pairs first, then the other files in the order they were given.
  public var splits: [SplitCheck]
  /// What every two files have in common.
  public var overlaps: [SplitOverlap]
}
