import CKernels
import Foundation
import Testing

@testable import Seq2SeqTensors

@Suite struct TopCandidatesTests {
  private struct Candidates: Equatable {
    var tokens: [Int32]
    var logProbabilities: [Float]
    var end: Float = 0
  }

  private func top(
    _ logits: [Float], count: Int, excluded: [Int32] = [], end: Int32 = 0
  ) -> Candidates {
    var result = Candidates(
      tokens: [Int32](repeating: -7, count: count),
      logProbabilities: [Float](repeating: .nan, count: count))
    ck_top_candidates(
      logits, logits.count, excluded, excluded.count, count, &result.tokens,
      &result.logProbabilities, end, &result.end)
    return result
  }

  private func expectTwin(_ logits: [Float], count: Int, excluded: [Int32], end: Int32) {
    let actual = top(logits, count: count, excluded: excluded, end: end)
    let logProbabilities = TwinFunction.logSoftmax(logits.map(Double.init))
    let order = logits.indices.filter { !excluded.contains(Int32($0)) }
      .sorted { (logits[$1], $0) < (logits[$0], $1) }.prefix(count)
    let missing = count - order.count
    #expect(actual.tokens == order.map(Int32.init) + [Int32](repeating: end, count: missing))
    TensorsTests.expectTwin(
      Array(actual.logProbabilities.prefix(order.count)), order.map { logProbabilities[$0] },
      tolerance: 1e-6)
    #expect(actual.logProbabilities.suffix(missing).allSatisfy { $0 == -.infinity })
    TensorsTests.expectTwin([actual.end], [logProbabilities[Int(end)]], tolerance: 1e-6)
  }

  @Test(arguments: [1, 2, 5, 31, 63, 64, 65, 100, 129, 1500], [1, 2, 5, 12, 70])
  func anySize(vocabulary: Int, count: Int) {
    var numbers = EngineNumbers(UInt64(vocabulary * 100 + count))
    let end = Int32(min(3, vocabulary - 1))
    for excluded in [[], [0, 1, 2], [0, 2, 64]] as [[Int32]] {
      expectTwin(numbers.floats(vocabulary, bound: 9), count: count, excluded: excluded, end: end)
      // Few different values, so that most are ties.
      let ties = numbers.integers(vocabulary, in: 0..<4).map { Float($0) }
      expectTwin(ties, count: count, excluded: excluded, end: end)
    }
  }

  @Test func risingAndFallingLogits() {
    for count in [1, 3, 10] {
      expectTwin((0..<200).map { Float($0) / 8 }, count: count, excluded: [199], end: 5)
      expectTwin((0..<200).map { -Float($0) / 8 }, count: count, excluded: [0], end: 5)
    }
  }

  /// The distance of probabilities is kept however far the logits lie from 0.
  @Test(arguments: [1e4, -1e4] as [Float]) func hugeLogits(shift: Float) {
    expectTwin([Float](repeating: shift, count: 300), count: 3, excluded: [0], end: 3)
    expectTwin([shift + 2, shift, shift + 1], count: 2, excluded: [], end: 1)
    expectTwin([shift, -shift, 0], count: 3, excluded: [], end: 1)
  }

  @Test func allExcluded() {
    let result = top([1, 2, 3], count: 2, excluded: [0, 1, 2], end: 2)
    #expect(result.tokens == [2, 2])
    #expect(result.logProbabilities == [-.infinity, -.infinity])
    #expect(result.end < 0 && result.end > -1)
  }

  @Test func impossibleTokensComeLast() {
    let result = top([-.infinity, 0, -.infinity, 0], count: 4, end: 0)
    #expect(result.tokens == [1, 3, 0, 2])
    #expect(result.logProbabilities.suffix(2) == [-.infinity, -.infinity])
    #expect(result.end == -.infinity)
  }

  /// One number that is none makes every probability none; tokens stay in the vocabulary.
  @Test(arguments: [0, 1, 63, 64, 99]) func notANumber(place: Int) {
    var logits = (0..<100).map { Float($0 % 7) }
    logits[place] = .nan
    let result = top(logits, count: 5, excluded: [0], end: 3)
    #expect(result.logProbabilities.filter(\.isNaN).count == 5)
    #expect(result.end.isNaN)
    #expect(result.tokens.filter { (0..<100).contains($0) }.count == 5)
  }

  /// A score is the same to the bit, whether the token was found or asked for.
  @Test(arguments: [1, 63, 64, 1000, 1025]) func oneWayToALogProbability(vocabulary: Int) {
    var numbers = EngineNumbers(UInt64(vocabulary))
    let logits = numbers.floats(vocabulary, bound: 9)
    let result = top(logits, count: vocabulary, end: 0)
    let asked = result.tokens.map { ck_log_probability(logits, vocabulary, $0) }
    #expect(asked == result.logProbabilities)
    #expect(result.end == ck_log_probability(logits, vocabulary, 0))
  }

  /// Rows are on their own, and the tape gives what the kernel gives.
  @Test func rowsOfATensor() throws {
    let rig = try EngineRig()
    var numbers = EngineNumbers(14)
    let logits = numbers.floats(3 * 67, bound: 5)
    let (tokens, logProbabilities, ends) = try rig.infer { tape in
      let tensor = tape.tensor(rows: 3, columns: 67)
      tensor.fill(from: logits)
      return tape.topCandidates(tensor, count: 4, excluded: [0, 2], asked: [3, 50, 66])
    }
    for row in 0..<3 {
      let alone = top(
        Array(logits[row * 67..<(row + 1) * 67]), count: 4, excluded: [0, 2],
        end: [3, 50, 66][row])
      #expect(Array(tokens[row * 4..<row * 4 + 4]) == alone.tokens)
      #expect(Array(logProbabilities[row * 4..<row * 4 + 4]) == alone.logProbabilities)
      #expect(ends[row] == alone.end)
    }
  }
}
