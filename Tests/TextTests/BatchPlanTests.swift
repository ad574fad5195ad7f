import Testing

@testable import Seq2SeqText

struct BatchPlanTests {
  static func corpus(_ count: Int) -> EncodedCorpus {
    var generator = TextTestGenerator(state: 21)
    func side() -> [Int32] {
      Array(repeating: 5, count: Int.random(in: 0...30, using: &generator))
    }
    return EncodedCorpus(
      sources: (0..<count).map { _ in side() }, targets: (0..<count).map { _ in side() })
  }

  static let sizes: [BatchSize] = [
    .sentences(1), .sentences(7), .sentences(64), .sentences(0), .sentences(-3), .sentences(.max),
    .tokens(1), .tokens(100), .tokens(4096), .tokens(0), .tokens(.max), .tokens(.min),
  ]

  @Test(arguments: sizes, [0, 1, 999])
  func everyPairOnceWithinTheLimit(size: BatchSize, count: Int) {
    let corpus = Self.corpus(count)
    var generator = TextTestGenerator(state: 1)
    let shuffled = BatchPlan.batches(corpus: corpus, size: size, using: &generator)
    for plan in [shuffled, BatchPlan.sequential(corpus: corpus, size: size)] {
      #expect(plan.flatMap { $0 }.sorted() == (0..<count).map { Int32($0) })
      for batch in plan {
        let keys = batch.map {
          [corpus.targetLength(Int($0)), corpus.sourceLength(Int($0)), Int($0)]
        }
        #expect(!batch.isEmpty)
        #expect(zip(keys, keys.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) })
        let longest = (keys.last?[0] ?? 0) + 1
        switch size {
        case .sentences(let limit): #expect(batch.count <= max(limit, 1))
        case .tokens(let limit): #expect(batch.count == 1 || batch.count * longest <= limit)
        }
      }
    }
  }

  @Test func deterministicAndNewEachEpoch() {
    let corpus = Self.corpus(5000)
    var first = TextTestGenerator(state: 1)
    var second = TextTestGenerator(state: 1)
    let plan = BatchPlan.batches(corpus: corpus, size: .sentences(10), using: &first)
    #expect(plan == BatchPlan.batches(corpus: corpus, size: .sentences(10), using: &second))
    #expect(first.state == second.state)
    #expect(plan != BatchPlan.batches(corpus: corpus, size: .sentences(10), using: &first))
    var other = TextTestGenerator(state: 2)
    #expect(plan != BatchPlan.batches(corpus: corpus, size: .sentences(10), using: &other))
  }

  /// The plan for a seed is part of what makes training reproducible: it must not change.
  @Test func planIsFixed() {
    let corpus = EncodedCorpus(
      sources: (0..<6).map { Array(repeating: 4, count: $0 % 3) },
      targets: (0..<6).map { Array(repeating: 4, count: $0 / 2) })
    var generator = TextTestGenerator(state: 42)
    let plan = BatchPlan.batches(corpus: corpus, size: .sentences(2), using: &generator)
    #expect(plan == [[3, 2], [0, 1], [4, 5]])
    #expect(BatchPlan.sequential(corpus: corpus, size: .tokens(6)) == [[0, 1, 3], [2, 4], [5]])
  }

  @Test func lengthsWithinABatchAreAlike() {
    let corpus = Self.corpus(6400)
    var generator = TextTestGenerator(state: 1)
    let plan = BatchPlan.batches(corpus: corpus, size: .sentences(64), using: &generator)
    let padded = plan.reduce(0) { sum, batch in
      sum + batch.count * (batch.map { corpus.targetLength(Int($0)) }.max() ?? 0)
    }
    #expect(Double(padded) < 1.1 * Double(corpus.targetTokenCount))
    // Batches do not come from short to long.
    let lengths = plan.map { corpus.targetLength(Int($0[0])) }
    #expect(lengths != lengths.sorted())
  }
}
