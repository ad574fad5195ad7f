/// What is in one file of pairs.
///
/// Texts are compared as training reads them: in NFC, in lower case where a side is. Pairs with an empty side have
/// no part in repetitions and contradictions, since training leaves them out.
public struct SplitCheck: Sendable, Equatable, Encodable {
  /// The file or files.
  public var name: String
  /// All lines.
  public var lines = 0
  /// Lines with two columns.
  public var pairs = 0
  /// Lines without a tab, which training leaves out.
  public var malformed = CorpusReport.Finding()
  /// Lines with more than two columns, of which the further are ignored.
  public var extraColumns = CorpusReport.Finding()
  /// Lines that are no UTF-8.
  public var brokenUTF8 = CorpusReport.Finding()
  /// Pairs that were there before.
  public var repeatedPairs = CorpusReport.Finding()
  /// Sources with several targets.
  public var contradictions = Contradictions()
  /// The first column.
  public var source = SideCheck()
  /// The second column.
  public var target = SideCheck()

  enum CodingKeys: String, CodingKey {
    case name, lines, pairs, malformed, contradictions, source, target
    case extraColumns = "extra_columns"
    case brokenUTF8 = "broken_utf8"
    case repeatedPairs = "repeated_pairs"
  }
}
