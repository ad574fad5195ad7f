import Seq2Seq

/// Lines of translations with their confidences, and empty ones where it is too low.
struct ConfidenceOutput {
  let calibration: Calibration
  /// The confidence below which a line comes out empty.
  let threshold: Double?
  /// Whether each line begins with its confidence.
  let isShown: Bool

  private(set) var lines = 0
  private(set) var leftEmpty = 0

  init(calibration: Calibration, threshold: Double?, isShown: Bool) {
    (self.calibration, self.threshold, self.isShown) = (calibration, threshold, isShown)
  }

  /// The line for a translation, with its `\n`.
  mutating func text(_ translation: Translation) -> String {
    let confidence = calibration.confidence(of: translation)
    let isLeftEmpty = threshold.map { confidence < $0 } ?? false
    lines += 1
    leftEmpty += isLeftEmpty ? 1 : 0
    let text = isLeftEmpty ? "" : translation.text.onOneLine
    return (isShown ? confidence.fixed(6) + "\t" : "") + text + "\n"
  }

  /// What to say in the end on standard error.
  var summary: String? {
    threshold.map {
      "\(leftEmpty.grouped) of \(lines.of("line")) left empty: confidence below \($0)\n"
    }
  }
}
