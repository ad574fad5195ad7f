import CKernels
import Testing

@testable import Seq2SeqTensors

/// The rows of element-wise kernels have the same bits alone and in company.
@Suite struct NeighbourTests {
  private let rig: EngineRig

  init() throws { rig = try EngineRig() }

  private func tensor(_ tape: Tape, _ rows: Int, _ columns: Int, _ numbers: [Float]) -> Tensor {
    let tensor = tape.tensor(rows: rows, columns: columns)
    tensor.fill(from: numbers)
    return tensor
  }

  private func bits(_ numbers: [Float]) -> [UInt32] { numbers.map(\.bitPattern) }

  /// An element is worked out alike in a vector and in the rest that fills no vector.
  @Test func elementsOfATanh() {
    var numbers = EngineNumbers(30)
    let x = numbers.floats(133, bound: 3)
    var whole = x
    ck_tanh(x, &whole, x.count)
    for index in x.indices {
      var alone: Float = 0
      ck_tanh([x[index]], &alone, 1)
      #expect(alone.bitPattern == whole[index].bitPattern)
    }
  }

  /// A sentence among longer and shorter ones, whose states are no numbers, and by itself.
  @Test(arguments: [1, 3, 16, 31], [1, 5, 16, 40]) func attention(length: Int, size: Int) throws {
    let rig = try EngineRig([("weight", 1, size, .bias)])
    let weight = try rig.parameter("weight")
    var numbers = EngineNumbers(UInt64(length * 100 + size))
    let query = numbers.floats(size)
    let states = numbers.floats(length * size)
    func outcome(batch: Int, mine: Int, time: Int, rows: Int, row: Int) throws -> [[UInt32]] {
      var lengths = [Int32](repeating: Int32(time), count: batch)
      lengths[mine] = Int32(length)
      let source = SourceLayout(time: time, batch: batch, lengths: lengths)
      var sentences = (0..<rows).map { Int32($0 % batch) }
      sentences[row] = Int32(mine)
      var queries = [Float](repeating: .nan, count: rows * size)
      queries.replaceSubrange(row * size..<(row + 1) * size, with: query)
      var keys = [Float](repeating: .nan, count: time * batch * size)
      for s in 0..<length {
        let first = (s * batch + mine) * size
        keys.replaceSubrange(first..<first + size, with: states[s * size..<(s + 1) * size])
      }
      return try rig.infer { tape in
        let keys = tensor(tape, time * batch, size, keys)
        let query = tensor(tape, rows, size, queries)
        let scores = tape.attentionScores(
          query: query, keys: keys, sentences: sentences, source: source)
        let additiveScores = tape.additiveScores(
          query: query, keys: keys, weight, sentences: sentences, source: source)
        let weights = tape.maskedSoftmax(scores, sentences: sentences, source: source)
        let context = tape.tensor(rows: rows, columns: size)
        tape.weightedSum(
          weights: weights, states: keys, sentences: sentences, source: source, into: context)
        return [context.row(row)].map(bits)
          + [scores, weights, additiveScores].map { bits(Array($0.row(row).prefix(length))) }
      }
    }
    let alone = try outcome(batch: 1, mine: 0, time: length, rows: 1, row: 0)
    #expect(alone.joined().allSatisfy { Float(bitPattern: $0).isFinite })
    #expect(try outcome(batch: 3, mine: 1, time: length + 7, rows: 5, row: 3) == alone)
    #expect(try outcome(batch: 16, mine: 15, time: length + 1, rows: 16, row: 0) == alone)
  }
}
