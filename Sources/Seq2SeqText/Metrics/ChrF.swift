/// chrF2: the F-score, recall weighted twice, of character n-grams up to six (Popović 2015).
///
/// Precision and recall are those of the whole corpus, averaged over the orders that both sides
/// have at all ("effective order"), over code points with white space left out. Equal to
/// sacreBLEU's `CHRF()`.
enum ChrF {
  private static let order = 6
  private static let squaredBeta = 4.0
  private static let signature =
    "nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no|version:\(ToolkitVersion.signature)"

  /// The score of a corpus, with its signature.
  static func evaluate(_ hypotheses: [String], _ references: [String]) -> MetricValue {
    var counts = NGramCounts(order: order, bitsPerSymbol: 21, countsUnreferenced: false)
    for (hypothesis, reference) in zip(hypotheses, references) {
      counts.add(
        hypothesis: BLEUTokenization.codePoints(of: hypothesis),
        reference: BLEUTokenization.codePoints(of: reference))
    }
    return MetricValue(value: score(of: counts), signature: signature)
  }

  private static func score(of counts: NGramCounts) -> Double {
    var precision = 0.0
    var recall = 0.0
    var effectiveOrder = 0.0
    for n in 0..<order where counts.hypothesis[n] > 0 && counts.reference[n] > 0 {
      precision += Double(counts.matched[n]) / Double(counts.hypothesis[n])
      recall += Double(counts.matched[n]) / Double(counts.reference[n])
      effectiveOrder += 1
    }
    guard precision + recall > 0 else { return 0 }
    precision /= effectiveOrder
    recall /= effectiveOrder
    return 100 * (1 + squaredBeta) * precision * recall / (squaredBeta * precision + recall)
  }
}
