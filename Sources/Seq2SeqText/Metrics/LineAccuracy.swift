/// Whole lines right or wrong: exact_match and wer.
///
/// Lines are equal when they are canonically equivalent (NFC) after white space at their ends is
/// cut off. A hypothesis that holds `<unk>` equals nothing.
package enum LineAccuracy {
  /// The share of equal lines in percent.
  static func equal(_ hypotheses: [String], _ references: [String]) -> SummedStatistics {
    .meanPercent(hypotheses, references) { isRight($0, $1) ? 1 : 0 }
  }

  /// The share of lines that differ in percent.
  static func wrong(_ hypotheses: [String], _ references: [String]) -> SummedStatistics {
    .meanPercent(hypotheses, references) { isRight($0, $1) ? 0 : 1 }
  }

  /// Whether a hypothesis equals its reference.
  package static func isRight(_ hypothesis: String, _ reference: String) -> Bool {
    // Swift compares strings by canonical equivalence, so neither side need be composed here.
    trimmed(hypothesis) == trimmed(reference) && !UnknownMark.occurs(in: hypothesis)
  }

  private static func trimmed(_ line: String) -> Substring {
    let scalars = line.unicodeScalars
    guard let first = scalars.firstIndex(where: { !PythonWhiteSpace.contains($0.value) }),
      let last = scalars.lastIndex(where: { !PythonWhiteSpace.contains($0.value) })
    else { return "" }
    return Substring(scalars[first...last])
  }
}
