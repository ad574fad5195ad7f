/// How many n-grams of each order hypotheses and references have, and how many they share.
///
/// The n-grams of one line pair are never built. Each position of either line becomes one integer
/// that holds the next `order` symbols, first symbol highest; after one sort of these integers the
/// n-grams of every order lie in runs with equal high bits.
struct NGramCounts {
  /// n-grams in hypotheses; index 0 for n = 1.
  private(set) var hypothesis: [Int]
  /// n-grams in references.
  private(set) var reference: [Int]
  /// n-grams in both, each counted at most as often as its line's reference has it.
  private(set) var matched: [Int]

  private let order: Int
  private let bitsPerSymbol: Int
  private let countsUnreferenced: Bool

  /// Makes empty counts.
  ///
  /// - Parameters:
  ///   - order: The longest n-gram.
  ///   - bitsPerSymbol: What a symbol plus one needs; `order` times this is at most 127.
  ///   - countsUnreferenced: Whether a hypothesis' n-grams count where the line's reference is too
  ///     short to have any of that order. In BLEU they do, in chrF they do not.
  init(order: Int, bitsPerSymbol: Int, countsUnreferenced: Bool) {
    hypothesis = Array(repeating: 0, count: order)
    reference = hypothesis
    matched = hypothesis
    self.order = order
    self.bitsPerSymbol = bitsPerSymbol
    self.countsUnreferenced = countsUnreferenced
  }

  /// Adds one line pair, given as symbols.
  mutating func add(hypothesis line: [UInt32], reference referenceLine: [UInt32]) {
    for n in 1...order {
      let referenceCount = max(0, referenceLine.count - n + 1)
      reference[n - 1] += referenceCount
      if countsUnreferenced || referenceCount > 0 {
        hypothesis[n - 1] += max(0, line.count - n + 1)
      }
    }
    guard !line.isEmpty, !referenceLine.isEmpty else { return }
    var keys: [UInt128] = []
    keys.reserveCapacity(line.count + referenceLine.count)
    appendKeys(of: line, isReference: false, to: &keys)
    appendKeys(of: referenceLine, isReference: true, to: &keys)
    keys.sort()
    for n in 1...order { matched[n - 1] += matchCount(n, in: keys) }
  }

  /// Appends a key for each position: symbols plus one, zero beyond the end, lowest bit the side.
  private func appendKeys(of line: [UInt32], isReference: Bool, to keys: inout [UInt128]) {
    let firstSymbolShift = bitsPerSymbol * (order - 1)
    var symbols: UInt128 = 0
    for symbol in line.reversed() {
      symbols = (symbols >> bitsPerSymbol) | ((UInt128(symbol) + 1) << firstSymbolShift)
      keys.append(symbols << 1 | (isReference ? 1 : 0))
    }
  }

  private func matchCount(_ n: Int, in keys: [UInt128]) -> Int {
    let shift = 1 + bitsPerSymbol * (order - n)
    let lastSymbol: UInt128 = (1 << bitsPerSymbol) - 1
    var total = 0
    var run: UInt128 = 0
    var hypothesisCount = 0
    var referenceCount = 0
    for key in keys {
      let gram = key >> shift
      if gram & lastSymbol == 0 { continue }  // the line ends before its n-th symbol
      if gram != run {
        total += min(hypothesisCount, referenceCount)
        run = gram
        hypothesisCount = 0
        referenceCount = 0
      }
      let isReference = Int(truncatingIfNeeded: key & 1)
      referenceCount += isReference
      hypothesisCount += 1 - isReference
    }
    return total + min(hypothesisCount, referenceCount)
  }
}
