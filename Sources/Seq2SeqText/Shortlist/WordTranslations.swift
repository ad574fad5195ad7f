/// How probable each target token is beside each source token: t(target | source) of IBM's Model 1 (Brown et al.
/// 1993, "The Mathematics of Statistical Machine Translation", § 4.1), in which every target token comes from
/// one source token, or from none, whatever their places.
struct WordTranslations {
  /// Enough to find most frequent translations, with bounded memory.
  private static let mostPairs = 200_000
  /// Steps of expectation maximization; after a few the order of the best changes little.
  private static let iterations = 5

  /// Where the translations of each source token start, one more than there are; the last but one source token
  /// is none at all.
  private let starts: [Int]
  /// Rising within a source token.
  private let targets: [Int32]
  private let probabilities: [Float]

  /// - Parameter sources: the size of the source vocabulary.
  init(_ corpus: EncodedCorpus, sources: Int) {
    let count = min(corpus.count, Self.mostPairs)
    let pairs = (0..<count).map { $0 * corpus.count / count }
    let none = Int32(truncatingIfNeeded: sources)
    (starts, targets) = Self.table(corpus, pairs, none: none)
    let (starts, targets) = (starts, targets)
    // The place in the table of every pairing of a sentence's target token with a source token or none.
    var places: [Int32] = []
    var ends: [Int] = []
    for pair in pairs {
      let candidates = corpus.source(pair) + [none]
      for target in corpus.target(pair) {
        for source in candidates {
          let range = starts[Int(source)]..<starts[Int(source) + 1]
          places.append(Int32(truncatingIfNeeded: Self.place(of: target, in: targets[range])))
        }
        ends.append(places.count)
      }
    }
    var current = [Float](repeating: 1, count: targets.count)
    for _ in 0..<Self.iterations {
      var counts = [Float](repeating: 0, count: targets.count)
      var first = 0
      for end in ends {
        var sum: Float = 0
        for place in places[first..<end] { sum += current[Int(place)] }
        for place in places[first..<end] { counts[Int(place)] += current[Int(place)] / sum }
        first = end
      }
      for source in 0..<starts.count - 1 {
        let range = starts[source]..<starts[source + 1]
        let sum = counts[range].reduce(0, +)
        for place in range { current[place] = sum > 0 ? counts[place] / sum : 0 }
      }
    }
    probabilities = current
  }

  /// The most probable translations of a source token, the smaller number first in a tie.
  func best(_ count: Int, of source: Int32) -> [Int32] {
    let range = starts[Int(source)]..<starts[Int(source) + 1]
    let order = range.sorted {
      (probabilities[$1], targets[$0]) < (probabilities[$0], targets[$1])
    }
    return order.prefix(count).map { targets[$0] }
  }

  /// All pairings that occur, by source token.
  private static func table(
    _ corpus: EncodedCorpus, _ pairs: [Int], none: Int32
  ) -> (starts: [Int], targets: [Int32]) {
    var keys: [UInt64] = []
    // Sorted and freed of repetitions now and then, so that they stay within memory.
    var settled = 0
    for pair in pairs {
      let found = Set(corpus.target(pair))
      for source in Set(corpus.source(pair) + [none]) {
        keys += found.map {
          UInt64(UInt32(bitPattern: source)) << 32 | UInt64(UInt32(bitPattern: $0))
        }
      }
      if keys.count > 2 * settled + 1 << 24 {
        keys = distinct(keys)
        settled = keys.count
      }
    }
    keys = distinct(keys)
    var starts = [Int](repeating: 0, count: Int(none) + 2)
    for key in keys { starts[Int(key >> 32) + 1] += 1 }
    for index in 1..<starts.count { starts[index] += starts[index - 1] }
    return (starts, keys.map { Int32(bitPattern: UInt32(truncatingIfNeeded: $0)) })
  }

  private static func distinct(_ keys: [UInt64]) -> [UInt64] {
    var kept: [UInt64] = []
    for key in keys.sorted() where key != kept.last { kept.append(key) }
    return kept
  }

  /// The place of a number that is in a rising part of an array.
  private static func place(of number: Int32, in part: ArraySlice<Int32>) -> Int {
    var (low, high) = (part.startIndex, part.endIndex)
    while low < high {
      let middle = (low + high) / 2
      if part[middle] < number { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
