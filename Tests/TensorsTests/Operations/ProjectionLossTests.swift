import Testing

@testable import Seq2SeqTensors

@Suite struct ProjectionLossTests {
  private let rig: EngineRig
  private let weight: Parameter
  private let bias: Parameter
  private static let vocabulary = 7

  init() throws {
    rig = try EngineRig([
      ("weight", Self.vocabulary, 3, .matrix), ("bias", 1, Self.vocabulary, .bias),
    ])
    weight = try rig.parameter("weight")
    bias = try rig.parameter("bias")
  }

  private func example(rows: Int) -> (x: GradientCheck.Input, targets: [Int32]) {
    var numbers = EngineNumbers(12)
    return (
      .init("x", rows: rows, columns: 3, values: numbers.floats(rows * 3, bound: 2)),
      numbers.integers(rows, in: 0..<Int32(Self.vocabulary))
    )
  }

  @Test(arguments: [0, 0.1, 0.6] as [Float]) func gradients(smoothing: Float) throws {
    let (x, targets) = example(rows: 5)
    expectGradients(
      try rig.check([x]) { tape, inputs in
        tape.projectionLoss(
          inputs[0], weight, bias: bias, targets: targets, smoothing: smoothing, scale: 1,
          unknown: 1
        ).loss
      })
  }

  /// More rows than are in memory at once, so that chunks of 256 rows are joined.
  @Test(arguments: [1, 16, 259, 513], [0, 0.1] as [Float])
  func valuesAndGradientsOfAnyNumberOfRows(rows: Int, smoothing: Float) throws {
    let (x, targets) = example(rows: rows)
    let twin = try ProjectionLossTwin(
      x: TwinMatrix(rows, 3, x.values), weight: rig.twin("weight"), bias: rig.twin("bias").numbers,
      targets: targets, smoothing: Double(smoothing), scale: 0.25, unknown: 1)
    let gradients = FloatBuffer(count: rig.store.size)
    var gradient: [Float] = []
    var sums: [LossSums] = []
    try rig.pool.run(tasks: 1) { _, worker in
      for buffer in [gradients, nil] {
        let tape = Tape(
          worker: worker, store: rig.store, packed: rig.packed, gradients: buffer)
        let tensor = tape.tensor(rows: rows, columns: 3)
        tensor.fill(from: x.values)
        sums.append(
          tape.projectionLoss(
            tensor, weight, bias: bias, targets: targets, smoothing: smoothing, scale: 0.25,
            unknown: 1))
        tape.backward()
        if tape.isRecording { gradient = tensor.gradientArray }
      }
    }
    #expect(sums[0] == sums[1], "recording changes nothing")
    #expect(sums[0].tokens == rows)
    #expect(sums[0].correct == twin.correct)
    #expect(abs(sums[0].loss - twin.loss) < 1e-6 * twin.loss)
    #expect(abs(sums[0].negativeLogLikelihood - twin.negativeLogLikelihood) < 1e-6 * twin.loss)
    expectTwin(gradient, twin.inputGradient.numbers, tolerance: 1e-6, "input gradient")
    for (parameter, expected) in [
      (weight, twin.weightGradient.numbers), (bias, twin.biasGradient),
    ] {
      expectTwin(
        gradients.withFloats(parameter.range) { Array($0) }, expected, tolerance: 2e-5,
        parameter.name)
    }
  }

  /// Some tokens count nothing, some much.
  private static let tokenWeights = TokenWeights([0, 1, 0.25, 2, 1, 0, 3.5])

  @Test(arguments: [0, 0.1, 0.6] as [Float]) func weightedGradients(smoothing: Float) throws {
    let (x, targets) = example(rows: 9)
    expectGradients(
      try rig.check([x]) { tape, inputs in
        tape.projectionLoss(
          inputs[0], weight, bias: bias, targets: targets, smoothing: smoothing, scale: 1,
          unknown: 1, weights: Self.tokenWeights
        ).loss
      })
  }

  @Test(arguments: [0, 0.1] as [Float]) func weightsOfOneChangeNothing(smoothing: Float) throws {
    let (x, targets) = example(rows: 300)
    let ones = TokenWeights([Float](repeating: 1, count: Self.vocabulary))
    let sums = try [nil, ones].map { weights in
      try rig.infer { tape in
        let tensor = tape.tensor(rows: 300, columns: 3)
        tensor.fill(from: x.values)
        return tape.projectionLoss(
          tensor, weight, bias: bias, targets: targets, smoothing: smoothing, scale: 1, unknown: 1,
          weights: weights)
      }
    }
    #expect(abs(sums[0].loss - sums[1].loss) < 1e-9 * sums[0].loss)
    #expect(sums[0].weight == 300 && sums[1].weight == 300)
    #expect(sums[0].negativeLogLikelihood == sums[1].negativeLogLikelihood)
  }

  /// Where nothing counts nothing is learnt, and nothing is divided by 0.
  @Test func withoutAScaleThereIsNoGradient() throws {
    let (x, targets) = example(rows: 5)
    let gradients = FloatBuffer(count: rig.store.size)
    let none = TokenWeights([Float](repeating: 0, count: Self.vocabulary))
    try rig.pool.run(tasks: 1) { _, worker in
      let tape = Tape(
        worker: worker, store: rig.store, packed: rig.packed, gradients: gradients)
      let tensor = tape.tensor(rows: 5, columns: 3)
      tensor.fill(from: x.values)
      let sums = tape.projectionLoss(
        tensor, weight, bias: bias, targets: targets, smoothing: 0.1, scale: 0, unknown: 1,
        weights: none)
      #expect(sums.loss == 0 && sums.weight == 0 && sums.meanLoss == 0)
      #expect(tensor.gradientArray.allSatisfy { $0 == 0 })
    }
    #expect((0..<gradients.count).allSatisfy { gradients[$0] == 0 })
  }

  @Test func noRows() throws {
    let sums = try rig.infer { tape in
      tape.projectionLoss(
        tape.zeros(rows: 0, columns: 3), weight, bias: bias, targets: [], smoothing: 0.1, scale: 1,
        unknown: 1)
    }
    #expect(sums == LossSums())
  }

  /// `<unk>` predicted for `<unk>` is no success.
  @Test func unknownIsNeverRight() throws {
    let rig = try EngineRig([("weight", 3, 1, .matrix), ("bias", 1, 3, .bias)])
    let bias = try rig.parameter("bias")
    rig.store.values.withFloats(bias.range) { part in
      (part[0], part[1], part[2]) = (0, 100, 0)
    }
    for (unknown, correct) in [(1, 0), (2, 2)] as [(Int32, Int)] {
      let sums = try rig.infer { tape in
        tape.projectionLoss(
          tape.zeros(rows: 2, columns: 1), try rig.parameter("weight"), bias: bias,
          targets: [1, 1], smoothing: 0, scale: 1, unknown: unknown)
      }
      #expect(sums.correct == correct)
    }
  }

  @Test func sumsAdd() {
    var sums = LossSums()
    var other = LossSums()
    (other.loss, other.negativeLogLikelihood, other.tokens, other.correct) = (1.5, 1.25, 3, 2)
    other.weight = 2
    sums += other
    sums += other
    #expect(sums.loss == 3 && sums.negativeLogLikelihood == 2.5)
    #expect(sums.tokens == 6 && sums.correct == 4)
    #expect(sums.weight == 4 && sums.meanLoss == 0.75)
  }
}

/// The loss and its gradients by the book, in `Double`.
private struct ProjectionLossTwin {
  var loss = 0.0
  var negativeLogLikelihood = 0.0
  var correct = 0
  var inputGradient: TwinMatrix
  var weightGradient: TwinMatrix
  var biasGradient: [Double]

  init(
    x: TwinMatrix, weight: TwinMatrix, bias: [Double], targets: [Int32], smoothing: Double,
    scale: Double, unknown: Int32
  ) {
    inputGradient = TwinMatrix(zeros: x.rows, x.columns)
    weightGradient = TwinMatrix(zeros: weight.rows, weight.columns)
    biasGradient = [Double](repeating: 0, count: bias.count)
    let logits = x.timesTransposed(weight).adding(row: bias)
    for row in 0..<x.rows {
      let target = Int(targets[row])
      let logProbabilities = TwinFunction.logSoftmax(logits.row(row))
      negativeLogLikelihood -= logProbabilities[target]
      loss -= (1 - smoothing) * logProbabilities[target]
      loss -= smoothing / Double(bias.count) * logProbabilities.reduce(0, +)
      let best = logProbabilities.indices.max { logProbabilities[$0] < logProbabilities[$1] }
      if best == target && targets[row] != unknown { correct += 1 }
      for v in bias.indices {
        let wanted = (v == target ? 1 - smoothing : 0) + smoothing / Double(bias.count)
        let gradient = (TwinFunction.exp(logProbabilities[v]) - wanted) * scale
        biasGradient[v] += gradient
        for j in 0..<x.columns {
          inputGradient[row, j] += gradient * weight[v, j]
          weightGradient[v, j] += gradient * x[row, j]
        }
      }
    }
  }
}
