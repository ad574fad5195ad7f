import Foundation

/// Corpus BLEU with n-grams up to four and one reference (Papineni et al. 2002, section 2.3).
///
/// A precision of zero is smoothed as NIST's mteval does ("exp": Chen and Cherry 2014, method 3):
/// 1/2, 1/4, ... of one match, for the first, second, ... order without a match. A corpus without
/// any match, or without any hypothesis of four tokens, scores 0. Equal to sacreBLEU's `BLEU()`, and without
/// smoothing to `compute_bleu` of TensorFlow's tutorial on translation.
struct BLEU {
  /// What becomes of a precision of zero.
  enum Smoothing: String {
    /// It is counted as less than one match.
    case exponential = "exp"
    /// The score is zero.
    case none
  }

  /// What counts as a token.
  let tokenization: BLEUTokenization
  var smoothing = Smoothing.exponential

  private static let order = 4

  /// How it is computed, in sacreBLEU's notation.
  var signature: String {
    "nrefs:1|case:mixed|eff:no|tok:\(tokenization.rawValue)|smooth:\(smoothing.rawValue)"
      + "|version:\(ToolkitVersion.signature)"
  }

  /// For each line the matched n-grams and those of the hypothesis by order, and the reference's tokens.
  func statistics(_ hypotheses: [String], _ references: [String]) -> SummedStatistics {
    SummedStatistics(
      hypotheses, references, width: 2 * BLEU.order + 1,
      line: { [tokenization] hypothesis, reference in
        var counts = NGramCounts(order: BLEU.order, bitsPerSymbol: 31, countsUnreferenced: true)
        let (tokens, referenceTokens) = tokenization.symbols(hypothesis, reference)
        counts.add(hypothesis: tokens, reference: referenceTokens)
        return (counts.matched + counts.hypothesis + counts.reference.prefix(1)).map(Double.init)
      }, score: { [smoothing] in BLEU.score(ofSums: $0, smoothing) })
  }

  private static func score(ofSums sums: [Double], _ smoothing: Smoothing) -> Double {
    let (matched, total) = (sums.prefix(order), Array(sums[order..<2 * order]))
    guard matched.contains(where: { $0 > 0 }) else { return 0 }
    var logarithms = 0.0
    var divisor = 1.0
    for n in 0..<order {
      guard total[n] > 0, matched[n] > 0 || smoothing != .none else { return 0 }
      if matched[n] == 0 { divisor *= 2 }
      logarithms += log((matched[n] == 0 ? 1 / divisor : matched[n]) / total[n])
    }
    let brevity = min(0, 1 - sums[2 * order] / total[0])
    return 100 * exp(brevity + logarithms / Double(order))
  }
}
