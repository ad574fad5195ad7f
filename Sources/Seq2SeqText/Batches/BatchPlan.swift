/// The order in which the pairs of a corpus are taken, as batches of similar length.
///
/// The same generator gives the same plan on every machine: no algorithm of the standard library
/// that may change, nor the order of a set, has a part in it.
public enum BatchPlan {
  /// The number of batches that are sorted by length together.
  private static let batchesPerPool = 64

  /// The batches of one epoch: every pair once.
  ///
  /// All pairs are shuffled; pools of 64 batches are sorted by length and cut; the batches of all
  /// pools are shuffled.
  ///
  /// - Returns: The indices of the pairs of each batch, ordered by target length, source length,
  ///   index.
  public static func batches(
    corpus: EncodedCorpus, size: BatchSize, using generator: inout some RandomNumberGenerator
  ) -> [[Int32]] {
    var order = (0..<corpus.count).map { Int32(truncatingIfNeeded: $0) }
    shuffle(&order, using: &generator)
    var batches: [[Int32]] = []
    var start = 0
    while start < order.count {
      let end = poolEnd(in: order, from: start, corpus: corpus, size: size)
      batches += cut(sorted(order[start..<end], corpus), corpus: corpus, size: size)
      start = end
    }
    shuffle(&batches, using: &generator)
    return batches
  }

  /// The batches of all pairs from short to long, for validation.
  public static func sequential(corpus: EncodedCorpus, size: BatchSize) -> [[Int32]] {
    let order = (0..<corpus.count).map { Int32(truncatingIfNeeded: $0) }
    return cut(sorted(order[...], corpus), corpus: corpus, size: size)
  }

  /// Where the pool that starts at a place ends: it fills about 64 batches.
  private static func poolEnd(
    in order: [Int32], from start: Int, corpus: EncodedCorpus, size: BatchSize
  ) -> Int {
    switch size {
    case .sentences(let count):
      let (product, overflows) = max(count, 1).multipliedReportingOverflow(by: batchesPerPool)
      return overflows ? order.count : start + min(product, order.count - start)
    case .tokens(let count):
      let (product, overflows) = max(count, 1).multipliedReportingOverflow(by: batchesPerPool)
      var room = overflows ? Int.max : product
      var end = start
      while end < order.count, room > 0 {
        room -= corpus.targetLength(Int(order[end])) + 1
        end += 1
      }
      return end
    }
  }

  private static func sorted(_ order: ArraySlice<Int32>, _ corpus: EncodedCorpus) -> [Int32] {
    order.map { index in
      (corpus.targetLength(Int(index)), corpus.sourceLength(Int(index)), index)
    }.sorted(by: <).map(\.2)
  }

  /// Cuts pairs that are sorted by target length into batches.
  private static func cut(
    _ sorted: [Int32], corpus: EncodedCorpus, size: BatchSize
  ) -> [[Int32]] {
    var batches: [[Int32]] = []
    var batch: [Int32] = []
    for index in sorted {
      let isFull =
        switch size {
        case .sentences(let count): batch.count >= count
        case .tokens(let count):
          (batch.count + 1) * (corpus.targetLength(Int(index)) + 1) > count
        }
      if isFull && !batch.isEmpty {
        batches.append(batch)
        batch = []
      }
      batch.append(index)
    }
    if !batch.isEmpty { batches.append(batch) }
    return batches
  }

  /// Shuffles by Fisher and Yates, from the end (Knuth, The Art of Computer Programming, volume 2,
  /// algorithm 3.4.2 P).
  private static func shuffle<Element>(
    _ elements: inout [Element], using generator: inout some RandomNumberGenerator
  ) {
    for last in stride(from: elements.count - 1, to: 0, by: -1) {
      elements.swapAt(last, number(below: last + 1, using: &generator))
    }
  }

  /// A number from 0 to below a bound, each as likely (Lemire, "Fast Random Integer Generation in
  /// an Interval", 2019).
  private static func number(
    below bound: Int, using generator: inout some RandomNumberGenerator
  ) -> Int {
    let bound = UInt64(bound)
    let rejected = (0 &- bound) % bound
    while true {
      let product = generator.next().multipliedFullWidth(by: bound)
      if product.low >= rejected { return Int(product.high) }
    }
  }
}
