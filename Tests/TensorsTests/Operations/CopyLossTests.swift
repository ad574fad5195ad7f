import Foundation
import Testing

@testable import Seq2SeqTensors

@Suite struct CopyLossTests {
  private static let vocabulary = 7
  private static let lengths: [Int32] = [3, 0, 4]
  /// Tokens of the vocabulary, repeated ones, and those from 7 on that it lacks.
  private static let numbers: [[Int32]] = [[7, 4, 7], [], [5, 8, 5, 10]]
  /// Rows of two blocks that look at the sentences 0, 1, 2.
  private static let targets: [Int32] = [7, 1, 8, 4, 5, 5]
  private let rig: EngineRig
  private let weight: Parameter
  private let bias: Parameter

  init() throws {
    rig = try EngineRig([
      ("weight", Self.vocabulary, 3, .matrix), ("bias", 1, Self.vocabulary, .bias),
    ])
    weight = try rig.parameter("weight")
    bias = try rig.parameter("bias")
  }

  /// The two blocks' rows side by side, one after the other.
  private func inputs(scale: Float = 1) -> [GradientCheck.Input] {
    var numbers = EngineNumbers(21)
    return [
      .init("x", rows: 6, columns: 3, values: numbers.floats(18, bound: 2 * scale)),
      .init("gates", rows: 6, columns: 1, values: numbers.floats(6, bound: 2 * scale)),
      .init("scores", rows: 6, columns: 4, values: numbers.floats(24, bound: 2 * scale)),
    ]
  }

  private func source(_ tape: Tape, gates: Tensor, scores: Tensor, longer: Int = 0) -> CopySource {
    let layout = SourceLayout(time: 4 + longer, batch: 3, lengths: Self.lengths)
    let blocks = [0..<3, 3..<6].map { rows in
      tape.maskedSoftmax(scores.slice(rows), sentences: [0, 1, 2], source: layout)
    }
    return CopySource(
      gates: gates, attention: blocks, sentences: [0, 1, 2], source: layout,
      tokens: CopyTokens(Self.numbers.map { $0[...] }, batch: 3))
  }

  private func loss(
    _ tape: Tape, _ inputs: [Tensor], smoothing: Float, weights: TokenWeights? = nil
  ) -> LossSums {
    tape.copyLoss(
      inputs[0], weight, bias: bias, source: source(tape, gates: inputs[1], scores: inputs[2]),
      sourceRows: [0, 1, 2, 3, 4, 5], targets: Self.targets, smoothing: smoothing, scale: 1,
      unknown: 1, weights: weights)
  }

  private static let tokenWeights = TokenWeights([0, 2, 0.25, 2, 1, 0.5, 3.5])

  @Test(arguments: [0, 0.1, 0.6] as [Float], [false, true])
  func gradients(smoothing: Float, isWeighted: Bool) throws {
    expectGradients(
      try rig.check(inputs()) { tape, inputs in
        loss(
          tape, inputs, smoothing: smoothing, weights: isWeighted ? Self.tokenWeights : nil
        ).loss
      })
  }

  /// The mixture by the book, in `Double`.
  private func twin() throws -> [[Double]] {
    let inputs = inputs()
    let logits = TwinMatrix(6, 3, inputs[0].values).timesTransposed(try rig.twin("weight"))
      .adding(row: try rig.twin("bias").numbers)
    return (0..<6).map { row in
      let numbers = Self.numbers[row % 3]
      let gate = 1 / (1 + TwinFunction.exp(-Double(inputs[1].values[row])))
      let share = numbers.isEmpty ? 1 : gate
      let scores = numbers.indices.map {
        TwinFunction.exp(Double(inputs[2].values[row * 4 + $0]))
      }
      var mixture = TwinFunction.logSoftmax(logits.row(row)).map { share * TwinFunction.exp($0) }
      mixture += [0, 0, 0, 0]
      for (place, number) in numbers.enumerated() {
        mixture[Int(number)] += (1 - share) * scores[place] / scores.reduce(0, +)
      }
      return mixture
    }
  }

  @Test func mixtureAndLossAreThoseOfTheBook() throws {
    let expected = try twin()
    for row in expected { #expect(abs(row.reduce(0, +) - 1) < 1e-12) }
    try rig.infer { tape in
      let tensors = inputs().map { input in
        let tensor = tape.tensor(rows: input.rows, columns: input.columns)
        tensor.fill(from: input.values)
        return tensor
      }
      let logits = tape.tensor(rows: 6, columns: Self.vocabulary)
      tape.project(tensors[0], weight, bias, into: logits)
      let mixture = tape.copyMixture(logits, source(tape, gates: tensors[1], scores: tensors[2]))
      #expect(mixture.columns == 11)
      for (row, probabilities) in expected.enumerated() {
        for (number, value) in zip(mixture.row(row), probabilities) {
          #expect(abs(TwinFunction.exp(Double(number)) - value) < 1e-6)
          // Not a small number: a copy that is none can never be chosen.
          #expect(value > 0 || number == -.infinity)
        }
      }
      let sums = loss(tape, tensors, smoothing: 0)
      let own = zip(expected, Self.targets).reduce(0) { $0 - log($1.0[Int($1.1)]) }
      #expect(abs(sums.loss - own) < 1e-5 && abs(sums.negativeLogLikelihood - own) < 1e-5)
      #expect(sums.tokens == 6 && sums.weight == 6)
      let right = zip(expected, Self.targets).count { probabilities, target in
        target != 1 && probabilities[Int(target)] == probabilities.max()
      }
      #expect(sums.correct == right)
      // The unknown token's weight is that of all copies which the vocabulary lacks.
      let weighted = loss(tape, tensors, smoothing: 0, weights: Self.tokenWeights)
      #expect(weighted.weight == 2 + 2 + 2 + 1 + 0.5 + 0.5)
    }
  }

  /// A row does not see how long the other sources are.
  @Test func longerCompanyChangesNoBit() throws {
    let results = try [0, 5].map { longer in
      try rig.infer { tape -> [[UInt32]] in
        let inputs = inputs()
        let logits = tape.tensor(rows: 3, columns: Self.vocabulary)
        logits.fill(from: Array((inputs[0].values + inputs[2].values).prefix(21)))
        let gates = tape.tensor(rows: 3, columns: 1)
        gates.fill(from: Array(inputs[1].values.prefix(3)))
        let time = 4 + longer
        let scores = tape.zeros(rows: 3, columns: time)
        let layout = SourceLayout(time: time, batch: 4, lengths: Self.lengths + [Int32(time)])
        let attention = tape.maskedSoftmax(scores, sentences: [0, 1, 2], source: layout)
        let company = (0..<Int32(time)).map { 7 + $0 }
        let source = CopySource(
          gates: gates, attention: [attention], sentences: [0, 1, 2], source: layout,
          tokens: CopyTokens((Self.numbers + [company]).map { $0[...] }, batch: 4))
        let mixture = tape.copyMixture(logits, source)
        return (0..<3).map { row in
          let numbers = mixture.row(row)
          #expect(numbers.dropFirst(11).allSatisfy { $0 == -.infinity })
          return numbers.prefix(11).map(\.bitPattern)
        }
      }
    }
    #expect(results[0] == results[1])
  }

  /// Gates and logits so extreme that a share underflows leave finite losses and gradients.
  @Test(arguments: [30, 1000] as [Float]) func extremesStayFinite(scale: Float) throws {
    let gradients = FloatBuffer(count: rig.store.size)
    try rig.pool.run(tasks: 1) { _, worker in
      let tape = Tape(worker: worker, store: rig.store, packed: rig.packed, gradients: gradients)
      let tensors = inputs(scale: scale).map { input in
        let tensor = tape.tensor(rows: input.rows, columns: input.columns)
        tensor.fill(from: input.values)
        return tensor
      }
      let sums = loss(tape, tensors, smoothing: 0.1)
      tape.backward()
      #expect(sums.loss.isFinite && sums.loss > 0)
      for tensor in tensors { #expect(tensor.gradientArray.allSatisfy { $0.isFinite }) }
    }
    #expect((0..<gradients.count).allSatisfy { gradients[$0].isFinite })
  }

  @Test func notANumberStaysNone() throws {
    try rig.infer { tape in
      for place in 0..<3 {
        let tensors = inputs().enumerated().map { index, input in
          let tensor = tape.tensor(rows: input.rows, columns: input.columns)
          var values = input.values
          // The target of the first row is copied, that of the second is not.
          if index == place { values[index == 0 ? 3 : 0] = .nan }
          tensor.fill(from: values)
          return tensor
        }
        #expect(loss(tape, tensors, smoothing: 0).loss.isNaN)
      }
    }
  }

  @Test func theFirstOfEqualTokensStandsForAll() {
    let tokens = CopyTokens([[9, 4, 9, 4, 9], [4]], batch: 3)
    #expect(tokens.longest == 5)
    #expect(tokens.first == [0, 1, 0, 1, 0] + [0, 0, 0, 0, 0] + [0, 0, 0, 0, 0])
    #expect(tokens.fits(vocabulary: 5) && !tokens.fits(vocabulary: 4))
    #expect(CopyTokens([[]], batch: 1).longest == 0)
  }
}
