/// Whole lines right or wrong: exact_match and wer.
///
/// Lines are equal when they are canonically equivalent (NFC) after white space at their ends is
/// cut off. A hypothesis that holds `<unk>` equals nothing.
enum LineAccuracy {
  /// The share of equal lines in percent, of one line or more.
  static func percentEqual(_ hypotheses: [String], _ references: [String]) -> Double {
    100 * Double(equalCount(hypotheses, references)) / Double(references.count)
  }

  /// The share of lines that differ in percent, of one line or more.
  static func percentWrong(_ hypotheses: [String], _ references: [String]) -> Double {
    let wrongCount = references.count - equalCount(hypotheses, references)
    return 100 * Double(wrongCount) / Double(references.count)
  }

  private static func equalCount(_ hypotheses: [String], _ references: [String]) -> Int {
    zip(hypotheses, references).count { hypothesis, reference in
      // Swift compares strings by canonical equivalence, so neither side need be composed here.
      trimmed(hypothesis) == trimmed(reference) && !UnknownMark.occurs(in: hypothesis)
    }
  }

  private static func trimmed(_ line: String) -> Substring {
    let scalars = line.unicodeScalars
    guard let first = scalars.firstIndex(where: { !PythonWhiteSpace.contains($0.value) }),
      let last = scalars.lastIndex(where: { !PythonWhiteSpace.contains($0.value) })
    else { return "" }
    return Substring(scalars[first...last])
  }
}
