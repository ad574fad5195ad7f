/// chrF2: the F-score, recall weighted twice, of character n-grams up to six (Popović 2015).
///
/// Precision and recall are those of the whole corpus, averaged over the orders that both sides
/// have at all ("effective order"), over code points with white space left out. Equal to
/// sacreBLEU's `CHRF()`.
enum ChrF {
  private static let order = 6
  private static let squaredBeta = 4.0
  /// How it is computed, in sacreBLEU's notation.
  static let signature =
    "nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no|version:\(ToolkitVersion.signature)"

  /// For each line the matched n-grams, the hypothesis' and the reference's by order.
  static func statistics(_ hypotheses: [String], _ references: [String]) -> SummedStatistics {
    SummedStatistics(hypotheses, references, width: 3 * order) { hypothesis, reference in
      var counts = NGramCounts(order: order, bitsPerSymbol: 21, countsUnreferenced: false)
      counts.add(
        hypothesis: BLEUTokenization.codePoints(of: hypothesis),
        reference: BLEUTokenization.codePoints(of: reference))
      return (counts.matched + counts.hypothesis + counts.reference).map(Double.init)
    } score: {
      score(ofSums: $0)
    }
  }

  private static func score(ofSums sums: [Double]) -> Double {
    var precision = 0.0
    var recall = 0.0
    var effectiveOrder = 0.0
    for n in 0..<order where sums[order + n] > 0 && sums[2 * order + n] > 0 {
      precision += sums[n] / sums[order + n]
      recall += sums[n] / sums[2 * order + n]
      effectiveOrder += 1
    }
    guard precision + recall > 0 else { return 0 }
    precision /= effectiveOrder
    recall /= effectiveOrder
    return 100 * (1 + squaredBeta) * precision * recall / (squaredBeta * precision + recall)
  }
}
