import CKernels
import Foundation
import Testing

@Suite struct ActivationTests {
  /// Floats of all magnitudes and both signs, evenly spaced by their bits, and the range that
  /// matters.
  private static let numbers: [Float] = {
    let every = stride(from: UInt32(0), to: Float.infinity.bitPattern, by: 200_003)
      .map { Float(bitPattern: $0) }
    let near = (0..<20_000).map { Float($0) * 0.005 }
    let positive = every + near + [.greatestFiniteMagnitude, 0.625, Float(0.625).nextDown]
    return positive + positive.map(-)
  }()

  private func tanh(_ x: [Float]) -> [Float] {
    var y = x
    ck_tanh(x, &y, x.count)
    return y
  }

  /// The four activations of an LSTM of one unit whose pre-activations are all x.
  private func gates(_ x: [Float]) -> (sigmoids: [Float], tanh: [Float]) {
    var gates = x.flatMap { [$0, $0, $0, $0] }
    let zeros = [Float](repeating: 0, count: x.count)
    var (cell, hidden) = (zeros, zeros)
    ck_lstm_forward(&gates, zeros, zeros, &cell, &hidden, nil, 0, x.count, 1)
    let rows = stride(from: 0, to: gates.count, by: 4)
    #expect(rows.filter { gates[$0].bitPattern != gates[$0 + 1].bitPattern }.isEmpty)
    #expect(rows.filter { gates[$0].bitPattern != gates[$0 + 3].bitPattern }.isEmpty)
    return (rows.map { gates[$0] }, rows.map { gates[$0 + 2] })
  }

  private func worst(
    _ x: [Float], _ actual: [Float], _ error: (Double, Double) -> Double
  ) -> (x: Float, error: Double) {
    var worst: (x: Float, error: Double) = (0, 0)
    for (x, actual) in zip(x, actual) {
      let error = error(Double(x), Double(actual))
      if !(error <= worst.error) { worst = (x, error) }
    }
    return worst
  }

  @Test func tanhOfAllFloats() {
    let actual = tanh(Self.numbers)
    let worst = worst(Self.numbers, actual) { x, y in
      abs(y - Foundation.tanh(x)) / max(abs(Foundation.tanh(x)), .leastNormalMagnitude)
    }
    #expect(worst.error < 2.5e-7, "tanh(\(worst.x))")
    #expect(actual.filter { abs($0) > 1 }.isEmpty)
    let (_, candidates) = gates(Self.numbers)
    #expect(zip(candidates, actual).filter { $0 != $1 }.isEmpty)
  }

  /// To the relative precision of float32 where the result has it, and next to 0 elsewhere.
  @Test func sigmoidOfAllFloats() {
    let (actual, _) = gates(Self.numbers)
    let worst = worst(Self.numbers, actual) { x, y in
      let expected = 1 / (1 + exp(-x))
      return x > -87 ? abs(y - expected) / expected : abs(y) < 2e-38 ? 0 : .infinity
    }
    #expect(worst.error < 5e-7, "sigmoid(\(worst.x))")
    #expect(actual.filter { !($0 >= 0 && $0 <= 1) }.isEmpty)
  }

  @Test func infinitiesSaturate() {
    #expect(tanh([.infinity, -.infinity]) == [1, -1])
    let (sigmoids, _) = gates([.infinity, -.infinity])
    #expect(sigmoids[0] == 1 && sigmoids[1] < 1e-37)
  }

  @Test func notANumberStays() {
    // Nineteen, so that there are whole vectors and a rest.
    for place in 0..<19 {
      var x = [Float](repeating: 0.5, count: 19)
      x[place] = .nan
      #expect(tanh(x).indices.filter { tanh(x)[$0].isNaN } == [place])
      let (sigmoids, candidates) = gates(x)
      #expect(sigmoids.indices.filter { sigmoids[$0].isNaN } == [place])
      #expect(candidates.indices.filter { candidates[$0].isNaN } == [place])
    }
  }

  @Test func instructionSetIsKnown() {
    let name = String(cString: ck_instruction_set())
    #expect(["x86-64-v4", "x86-64-v3", "baseline", "arm64"].contains(name))
  }
}
