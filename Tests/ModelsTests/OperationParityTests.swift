import Seq2SeqTensors
import Seq2SeqText
import Testing

@testable import Seq2SeqModels

/// Each operation against PyTorch: values and gradients of the same inputs.
@Suite struct OperationParityTests {
  @Test func embedding() throws {
    let rig = try OperationParityRig("embedding") { builder, fixture in
      let shape = try fixture.shape("table")
      return builder.add("table", rows: shape[0], columns: shape[1], role: .table, .zeros)
    }
    let fixture = rig.fixture
    let words = try fixture.integers("words")
    try rig.run { tape in
      let y = tape.embedding(words, rig.parts)
      expectClose(y.array, try fixture.floats("output.embedding"), "embedding")
      y.fillGradient(from: try fixture.floats("upstream.embedding"))
      tape.backward()
    }
  }

  /// The weight [outputs, inputs] and the bias of a projection.
  private func projection(
    _ builder: inout ParameterBuilder, _ fixture: ParityFixture
  ) throws -> (weight: Parameter, bias: Parameter) {
    let shape = try fixture.shape("weight")
    return (
      builder.add("weight", rows: shape[0], columns: shape[1], .zeros),
      builder.add("bias", rows: 1, columns: shape[0], role: .bias, .zeros)
    )
  }

  @Test func linear() throws {
    let rig = try OperationParityRig("linear", projection)
    let fixture = rig.fixture
    try rig.run { tape in
      let x = try rig.tensor(tape, "input")
      let y = tape.linear(x, rig.parts.weight, bias: rig.parts.bias)
      expectClose(y.array, try fixture.floats("output.linear"), "linear")
      y.fillGradient(from: try fixture.floats("upstream.linear"))
      tape.backward()
      expectClose(x.gradientArray, try fixture.floats("gradient.input"), "gradient.input")
    }
  }

  @Test func crossEntropy() throws {
    let rig = try OperationParityRig("cross-entropy", projection)
    let fixture = rig.fixture
    let (weight, bias) = rig.parts
    let words = try fixture.integers("words")
    let scale = try fixture.floats("upstream.loss")[0]
    let logProbability = try fixture.floats("output.logProbability").reduce(0, +)
    try rig.run { tape in
      let x = try rig.tensor(tape, "input")
      let logits = tape.tensor(rows: x.rows, columns: weight.rows)
      tape.project(x, weight, bias, into: logits)
      expectClose(logits.array, try fixture.floats("output.logits"), "logits")
      let sums = tape.projectionLoss(
        x, weight, bias: bias, targets: words, smoothing: 0.1, scale: scale,
        unknown: Vocabulary.unknown)
      expectClose([Float(sums.loss)], try fixture.floats("output.loss"), "loss")
      expectClose([Float(-sums.negativeLogLikelihood)], [logProbability], "log-probability")
      #expect(sums.tokens == words.count)
      tape.backward()
      expectClose(x.gradientArray, try fixture.floats("gradient.input"), "gradient.input")
    }
  }

  @Test func weightedCrossEntropy() throws {
    let rig = try OperationParityRig("weighted-cross-entropy", projection)
    let fixture = rig.fixture
    let (weight, bias) = rig.parts
    let words = try fixture.integers("words")
    let weights = TokenWeights(try fixture.floats("tokenWeights"))
    try rig.run { tape in
      let x = try rig.tensor(tape, "input")
      let sums = tape.projectionLoss(
        x, weight, bias: bias, targets: words, smoothing: 0.1, scale: 1,
        unknown: Vocabulary.unknown, weights: weights)
      expectClose([Float(sums.loss)], try fixture.floats("output.loss"), "loss")
      expectClose([Float(sums.meanLoss)], try fixture.floats("output.mean"), "mean loss")
      expectClose([Float(sums.weight)], [Float(weights.total(of: words))], "weight")
      #expect(sums.tokens == words.count)
      tape.backward()
      expectClose(x.gradientArray, try fixture.floats("gradient.input"), "gradient.input")
    }
  }

  /// R-Drop with a weight of 3, as the fixture's.
  @Test func consistentCrossEntropy() throws {
    let rig = try OperationParityRig("consistent-cross-entropy", projection)
    let fixture = rig.fixture
    let (weight, bias) = rig.parts
    let words = try fixture.integers("words")
    try rig.run { tape in
      let x = try rig.tensor(tape, "input")
      let sums = tape.projectionLoss(
        x, weight, bias: bias, targets: words, smoothing: 0.1, scale: 1,
        unknown: Vocabulary.unknown, consistency: 3)
      expectClose([Float(sums.loss)], try fixture.floats("output.loss"), "loss")
      #expect(sums.tokens == words.count)
      tape.backward()
      expectClose(x.gradientArray, try fixture.floats("gradient.input"), "gradient.input")
    }
  }

  @Test func attention() throws {
    let rig = try OperationParityRig("attention") { _, _ in }
    let fixture = rig.fixture
    let shape = try fixture.shape("keys")
    let source = SourceLayout(
      time: shape[0], batch: shape[1], lengths: try fixture.integers("lengths"))
    let sentences = [Int32](0..<Int32(shape[1]))
    try rig.run { tape in
      let query = try rig.tensor(tape, "query")
      let keys = try rig.tensor(tape, "keys")
      let values = try rig.tensor(tape, "values")
      let scores = tape.attentionScores(
        query: query, keys: keys, sentences: sentences, source: source)
      let weights = tape.maskedSoftmax(scores, sentences: sentences, source: source)
      let context = tape.tensor(rows: query.rows, columns: values.columns)
      tape.weightedSum(
        weights: weights, states: values, sentences: sentences, source: source, into: context)
      expectClose(weights.array, try fixture.floats("output.weights"), "weights")
      expectClose(context.array, try fixture.floats("output.context"), "context")
      context.fillGradient(from: try fixture.floats("upstream.context"))
      tape.backward()
      for (name, tensor) in [("query", query), ("keys", keys), ("values", values)] {
        let name = "gradient.\(name)"
        expectClose(tensor.gradientArray, try fixture.floats(name), name)
      }
    }
  }

  /// A layer with initial states over sentences of unequal lengths. The rows of a step are filled
  /// up to a tile with sentences of length 0.
  @Test(arguments: CellKind.allCases, Direction.allCases)
  func cell(_ kind: CellKind, _ direction: Direction) throws {
    let name = kind.rawValue + (direction == .forward ? "-forward" : "-reverse")
    let rig = try OperationParityRig(name) { builder, fixture in
      var model = ModelConfiguration()
      model.cell = kind
      return RecurrentLayer(
        kind.type, model, inputSize: try fixture.shape("input")[2],
        hiddenSize: try fixture.shape("initial.hidden")[1], scope: "parameter", &builder)
    }
    let (fixture, layer) = (rig.fixture, rig.parts)
    let shape = try fixture.shape("input")
    let (steps, batch, size) = (shape[0], shape[1], layer.hiddenSize)
    let lengths = try fixture.integers("lengths")
    let names = kind.hasCellState ? ["hidden", "cell"] : ["hidden"]
    func mine(_ numbers: [Float], _ columns: Int) -> [Float] {
      rig.untiled(numbers, batch: batch, columns: columns)
    }
    try rig.run { tape in
      let input = try rig.tiled(tape, "input", batch: batch)
      let initial = try names.map { try rig.tiled(tape, "initial.\($0)", batch: batch) }
      let unroll = layer.unroll(
        tape, inputGates: layer.inputGates(tape, input), steps: steps, batch: Arena.tileRows,
        initial: CellState(hidden: initial[0], cell: kind.hasCellState ? initial[1] : nil),
        direction: direction)
      let tileLengths = lengths + [Int32](repeating: 0, count: Arena.tileRows - batch)
      for time in direction == .forward ? Array(0..<steps) : (0..<steps).reversed() {
        unroll.step(time, lengths: tileLengths)
      }
      let final = unroll.final.parts
      try #require(final.count == names.count)
      expectClose(
        within(lengths, mine(unroll.states.array, size)), try fixture.floats("output.hidden"),
        "hidden")
      // The final state lies among the states, so its gradient is added there.
      let upstream = within(lengths, try fixture.floats("upstream.hidden"))
      unroll.states.fillGradient(from: rig.tiled(upstream, batch: batch, columns: size))
      for (tensor, name) in zip(final, names) {
        expectClose(
          mine(tensor.array, size), try fixture.floats("output.final.\(name)"), "final.\(name)")
        let more = try fixture.floats("upstream.final.\(name)")
        tensor.fillGradient(
          from: zip(tensor.gradientArray, rig.tiled(more, batch: batch, columns: size)).map(+))
      }
      tape.backward()
      for (tensor, name) in zip([input] + initial, ["input"] + names.map { "initial.\($0)" }) {
        expectClose(
          mine(tensor.gradientArray, tensor.columns), try fixture.floats("gradient.\(name)"),
          "gradient.\(name)")
      }
    }
  }

  /// States [T, B, H] with zeros beyond each sentence's end, as PyTorch's are.
  private func within(_ lengths: [Int32], _ states: [Float]) -> [Float] {
    let steps = Int(lengths.max() ?? 0)
    let size = states.count / steps / lengths.count
    return states.enumerated().map { index, number in
      let row = index / size
      return row / lengths.count < Int(lengths[row % lengths.count]) ? number : 0
    }
  }
}
