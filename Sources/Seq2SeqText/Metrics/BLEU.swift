import Foundation

/// Corpus BLEU with n-grams up to four and one reference (Papineni et al. 2002, section 2.3).
///
/// A precision of zero is smoothed as NIST's mteval does ("exp": Chen and Cherry 2014, method 3):
/// 1/2, 1/4, ... of one match, for the first, second, ... order without a match. A corpus without
/// any match, or without any hypothesis of four tokens, scores 0. Equal to sacreBLEU's `BLEU()`.
struct BLEU {
  /// What counts as a token.
  let tokenization: BLEUTokenization

  private static let order = 4

  /// The score of a corpus, with its signature.
  func evaluate(_ hypotheses: [String], _ references: [String]) -> MetricValue {
    var counts = NGramCounts(order: BLEU.order, bitsPerSymbol: 31, countsUnreferenced: true)
    for (hypothesis, reference) in zip(hypotheses, references) {
      let (hypothesisTokens, referenceTokens) = tokenization.symbols(hypothesis, reference)
      counts.add(hypothesis: hypothesisTokens, reference: referenceTokens)
    }
    let signature =
      "nrefs:1|case:mixed|eff:no|tok:\(tokenization.rawValue)|smooth:exp"
      + "|version:\(ToolkitVersion.signature)"
    return MetricValue(value: BLEU.score(of: counts), signature: signature)
  }

  private static func score(of counts: NGramCounts) -> Double {
    guard counts.matched.contains(where: { $0 > 0 }) else { return 0 }
    var logarithms = 0.0
    var smoothing = 1.0
    for n in 0..<order {
      let total = Double(counts.hypothesis[n])
      guard total > 0 else { return 0 }
      if counts.matched[n] == 0 { smoothing *= 2 }
      let matched = counts.matched[n] == 0 ? 1 / smoothing : Double(counts.matched[n])
      logarithms += log(matched / total)
    }
    let hypothesisLength = Double(counts.hypothesis[0])
    let referenceLength = Double(counts.reference[0])
    let brevity = min(0, 1 - referenceLength / hypothesisLength)
    return 100 * exp(brevity + logarithms / Double(order))
  }
}
