import CKernels
import Foundation
import Testing

@testable import Seq2SeqTensors

/// Whole distributions: temperature, log-softmax and their mean.
@Suite struct DistributionTests {
  private func tensor(_ tape: Tape, rows: Int, _ values: [Float]) -> Tensor {
    let tensor = tape.tensor(rows: rows, columns: values.count / rows)
    tensor.fill(from: values)
    return tensor
  }

  private func logSoftmax(_ logits: [Float], temperature: Double = 1) -> [Double] {
    let scaled = logits.map { Double($0) / temperature }
    let largest = scaled.max() ?? 0
    let total = log(scaled.reduce(0) { $0 + exp($1 - largest) })
    return scaled.map { $0 - largest - total }
  }

  @Test(arguments: [1, 31, 33, 1_025], [0.3, 1, 4.5])
  func temperature(vocabulary: Int, temperature: Double) throws {
    var numbers = EngineNumbers(UInt64(vocabulary))
    let logits = numbers.floats(2 * vocabulary, bound: 6)
    let found = try EngineRig().infer { tape in
      let tensor = tensor(tape, rows: 2, logits)
      tape.temper(tensor, temperature: temperature)
      tape.logSoftmax(tensor)
      return tensor.array
    }
    for row in 0..<2 {
      let own = row * vocabulary..<(row + 1) * vocabulary
      let expected = logSoftmax(Array(logits[own]), temperature: temperature)
      #expect(zip(found[own], expected).allSatisfy { abs(Double($0) - $1) < 2e-5 })
    }
  }

  @Test func temperatureOneChangesNoBit() throws {
    let logits: [Float] = [3, -1, 2.5]
    let found = try EngineRig().infer { tape in
      let tensor = tensor(tape, rows: 1, logits)
      tape.temper(tensor, temperature: 1)
      return tensor.array
    }
    #expect(found == logits)
  }

  @Test(arguments: [1e-300, 1e-38, 1e300])
  func extremeTemperatures(temperature: Double) throws {
    let found = try EngineRig().infer { tape in
      let tensor = tensor(tape, rows: 1, [3, -3e38, 2.5, 3])
      tape.temper(tensor, temperature: temperature)
      tape.logSoftmax(tensor)
      return tensor.array
    }
    #expect(!found.contains { $0.isNaN || $0 > 0 })
    #expect(found[0] == found[3])
    #expect(abs(found[0] - log(temperature < 1 ? 0.5 : 0.25)) < 1e-6)
  }

  /// A score is the same to the bit, whether one token's or all tokens' was asked for.
  @Test(arguments: [5, 64, 1_001]) func oneWayToALogProbability(vocabulary: Int) throws {
    var numbers = EngineNumbers(UInt64(vocabulary))
    let logits = numbers.floats(vocabulary, bound: 9)
    let all = try EngineRig().infer { tape in
      let tensor = tensor(tape, rows: 1, logits)
      tape.logSoftmax(tensor)
      return tensor.array
    }
    #expect(all == (0..<Int32(vocabulary)).map { ck_log_probability(logits, vocabulary, $0) })
  }

  @Test(arguments: [2, 3, 6]) func meanOfProbabilities(models: Int) throws {
    var numbers = EngineNumbers(UInt64(models))
    let logits = (0..<models).map { _ in numbers.floats(3 * 37, bound: 12) }
    let found = try EngineRig().infer { tape in
      tape.average(logits.map { tensor(tape, rows: 3, $0) }).array
    }
    for row in 0..<3 {
      let own = row * 37..<(row + 1) * 37
      let each = logits.map { logSoftmax(Array($0[own])) }
      for column in 0..<37 {
        let mean = each.reduce(0) { $0 + exp($1[column]) } / Double(models)
        let value = Double(found[own.lowerBound + column]) - log(Double(models))
        #expect(abs(value - log(mean)) < 1e-5)
      }
    }
  }

  @Test func whatIsImpossibleAndWhatIsNoNumber() throws {
    let found = try EngineRig().infer { tape in
      tape.average([
        tensor(tape, rows: 1, [0, -.infinity, -.infinity, 0]),
        tensor(tape, rows: 1, [0, 0, -.infinity, -.infinity]),
      ]).array
    }
    #expect(found[2] == -.infinity)
    #expect(abs(found[0]) < 1e-6 && abs(found[1] - log(0.5)) < 1e-6 && found[1] == found[3])
    for (first, second) in [([Float.nan, 1], [Float(0), 1]), ([0, 1], [.nan, 1])] {
      let broken = try EngineRig().infer { tape in
        tape.average([tensor(tape, rows: 1, first), tensor(tape, rows: 1, second)]).array
      }
      #expect(broken.allSatisfy { $0.isNaN })
    }
  }
}
