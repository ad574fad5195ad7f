import Seq2SeqTensors
import Seq2SeqText
import Testing

@testable import Seq2SeqModels

/// The decoder that reads its own guesses is held to the one that knows all its inputs.
@Suite struct ScheduledSamplingTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var layers: Int
    var hasAttention: Bool
    var inputFeeding: Bool
    var dropout: Double
    var contextInput = false
    var cell = CellKind.lstm
    /// Residual connections, layer normalisation and recurrent dropout.
    var isDressed = false
    var copying = false

    var testDescription: String {
      "\(layers) layers" + (hasAttention ? ", attention" : "")
        + (inputFeeding ? ", input feeding" : "") + (dropout > 0 ? ", dropout" : "")
        + (contextInput ? ", context input" : "") + (copying ? ", copying" : "") + ", \(cell)"
        + (isDressed ? ", residual, normalized, recurrent dropout" : "")
    }
  }

  static let cases: [Case] = {
    var cases: [Case] = []
    for layers in [1, 2] {
      for hasAttention in [false, true] {
        for inputFeeding in [false, true] {
          for dropout in [0, 0.3] {
            cases.append(
              Case(
                layers: layers, hasAttention: hasAttention, inputFeeding: inputFeeding,
                dropout: dropout))
          }
        }
      }
    }
    for inputFeeding in [false, true] {
      cases.append(
        Case(
          layers: 1, hasAttention: true, inputFeeding: inputFeeding,
          dropout: inputFeeding ? 0 : 0.3, copying: true))
    }
    for cell in CellKind.allCases {
      cases.append(
        Case(
          layers: 2, hasAttention: false, inputFeeding: true, dropout: 0.3, contextInput: true,
          cell: cell))
      for inputFeeding in [false, true] {
        cases.append(
          Case(
            layers: 2, hasAttention: true, inputFeeding: inputFeeding, dropout: 0.3, cell: cell,
            isDressed: true))
      }
    }
    return cases
  }()

  private func model(_ example: Case) throws -> Seq2SeqModel {
    var configuration = Configuration()
    configuration.model.cell = example.cell
    configuration.model.dropout = example.dropout
    configuration.model.residual = example.isDressed
    configuration.model.layerNormalization = example.isDressed
    configuration.model.recurrentDropout = example.isDressed ? 0.3 : 0
    configuration.model.decoder.contextInput = example.contextInput
    configuration.model.context = example.hasAttention ? .allStates : .lastState
    configuration.model.attention = example.hasAttention ? .general : .none
    configuration.model.copying = example.copying
    configuration.model.embeddingSize = 5
    configuration.model.encoder.hiddenSize = 3
    configuration.model.decoder.hiddenSize = 7
    configuration.model.decoder.layers = example.layers
    configuration.model.decoder.inputFeeding = example.inputFeeding
    let model = try Seq2SeqModel(
      configuration: configuration, sourceVocabulary: .numbered(9),
      targetVocabulary: .numbered(11))
    // Wide weights, so that guesses differ.
    let source = RandomSource(seed: 6, update: 0)
    for parameter in model.parameters.parameters {
      var generator = source.generator(stream: UInt32(parameter.index))
      model.parameters.values.withFloats(parameter.range) { part in
        for index in part.indices { part[index] = .random(in: -2...2, using: &generator) }
      }
    }
    return model
  }

  private func shard(share: Double) -> Shard {
    var generator = RandomSource(seed: 7, update: 0).generator(stream: 0)
    func sentence(_ length: Int, words: ClosedRange<Int32>) -> ArraySlice<Int32> {
      ArraySlice((0..<length).map { _ in Int32.random(in: words, using: &generator) })
    }
    let sources = (0..<11).map { sentence($0 % 4, words: 4...8) }
    let targets = (0..<11).map { sentence($0 * 5 % 7, words: 4...10) }
    // Every other position holds a token that the target's vocabulary lacks.
    let copies = sources.map { source in
      source.enumerated().map { $0 % 2 == 0 ? Int32(11 + $0) : $1 }[...]
    }
    return Shard(
      sources: sources, targets: targets, pairs: (100..<111).map { $0 },
      draw: TeacherForcingDraw(share: share, source: RandomSource(seed: 8, update: 3)),
      copies: (copies, targets))
  }

  /// What a run over a shard gives.
  private struct Outcome {
    var sums = LossSums()
    var gradients: [Float] = []
    var tokens: [Int32]?
    var states: [Float] = []
    /// The most probable token after each row, of a model that copies.
    var best: [Int32] = []
  }

  /// Runs forward and backward; `inputs` are read in the place of the shard's own, all known.
  private func run(
    _ model: Seq2SeqModel, _ shard: Shard, inputs: [Int32]? = nil
  ) throws -> Outcome {
    let pool = WorkerPool(threads: 1)
    let packed = try PackedWeights(model.parameters, training: true)
    try packed.update(on: pool)
    let gradients = FloatBuffer(count: model.parameters.size)
    var outcome = Outcome()
    try pool.run(tasks: 1) { _, worker in
      let tape = Tape(
        worker: worker, store: model.parameters, packed: packed, gradients: gradients,
        dropout: RandomSource(seed: 9, update: 1))
      let encoded = model.encoder.encode(tape, shard.source)
      let unroll = model.decoder.unroll(
        tape, inputs: inputs ?? shard.inputs, readsTruth: inputs == nil ? shard.readsTruth : nil,
        steps: shard.steps,
        start: DecoderStart(states: model.bridge.initialStates(tape, encoded.finals)),
        memory: model.decoder.memory(tape, encoded))
      outcome.tokens = unroll.scheduledTokens
      outcome.states = unroll.states.array
      let projection = model.decoder.projection
      let predictions = tape.gather(unroll.states, rows: shard.targetRows)
      if let source = unroll.copySource {
        outcome.best = best(tape, unroll.states, projection.weight, projection.bias, source)
        outcome.sums = tape.copyLoss(
          predictions, projection.weight, bias: projection.bias, source: source,
          sourceRows: shard.targetRows, targets: shard.targets, smoothing: 0.1, scale: 1,
          unknown: Vocabulary.unknown)
      } else {
        outcome.sums = tape.projectionLoss(
          predictions, projection.weight, bias: projection.bias, targets: shard.targets,
          smoothing: 0.1, scale: 1, unknown: Vocabulary.unknown)
      }
      tape.backward()
    }
    outcome.gradients = gradients.withFloats(0..<gradients.count) { Array($0) }
    return outcome
  }

  /// What a decoder that copies reads after each row: `<unk>` for what only the source has.
  private func best(
    _ tape: Tape, _ states: Tensor, _ weight: Parameter, _ bias: Parameter, _ source: CopySource
  ) -> [Int32] {
    let logits = tape.tensor(rows: states.rows, columns: weight.rows)
    tape.project(states, weight, bias, into: logits)
    let mixture = tape.copyMixture(logits, source)
    return (0..<states.rows).map { row in
      var probabilities = mixture.row(row)
      for token in [Vocabulary.padding, Vocabulary.start] { probabilities[Int(token)] = -.infinity }
      let best = probabilities.indices.max { probabilities[$0] < probabilities[$1] } ?? 0
      return best < weight.rows ? Int32(best) : Vocabulary.unknown
    }
  }

  @Test(arguments: cases) func allTrueIsTeacherForcing(_ example: Case) throws {
    let model = try model(example)
    let stepwise = try run(model, shard(share: 1.0.nextDown))
    let known = try run(model, shard(share: 1))
    #expect(stepwise.tokens == shard(share: 1).inputs && known.tokens == nil)
    #expect(stepwise.states == known.states && stepwise.sums == known.sums)
    expectClose(stepwise.gradients, known.gradients, tolerance: 1e-5, "gradients")
  }

  /// A run that reads its guesses has the states and the gradients of one that is given them.
  @Test(arguments: cases, [0, 0.5]) func guessesAreReadLikeTruth(_ example: Case, share: Double)
    throws
  {
    let model = try model(example)
    let shard = shard(share: share)
    let guessing = try run(model, shard)
    let tokens = try #require(guessing.tokens)
    let given = try run(model, shard, inputs: tokens)
    #expect(guessing.states == given.states && guessing.sums == given.sums)
    expectClose(guessing.gradients, given.gradients, tolerance: 1e-5, "gradients")
    #expect(tokens != shard.inputs)
    let readsTruth = try #require(shard.readsTruth)
    let guesses =
      example.copying ? guessing.best : try bestTokens(model, guessing.states)
    if example.copying { #expect(guesses.contains(Vocabulary.unknown)) }
    let batch = shard.source.layout.batch
    for place in tokens.indices where readsTruth[place] {
      #expect(tokens[place] == shard.inputs[place])
    }
    for place in tokens.indices where !readsTruth[place] {
      #expect(tokens[place] == guesses[place - batch])
    }
  }

  /// The most probable token of each row but `<pad>` and `<s>`, in plain arithmetic.
  private func bestTokens(_ model: Seq2SeqModel, _ states: [Float]) throws -> [Int32] {
    let (weight, bias) = model.decoder.projection
    let values = model.parameters.values
    return stride(from: 0, to: states.count, by: weight.columns).map { first in
      let logits = (0..<weight.rows).map { token -> Double in
        (0..<weight.columns).reduce(Double(values[bias.offset + token])) { sum, column in
          sum + Double(states[first + column])
            * Double(values[weight.offset + token * weight.columns + column])
        }
      }
      let allowed = logits.indices.filter { $0 != Vocabulary.padding && $0 != Vocabulary.start }
      return Int32(allowed.max { logits[$0] < logits[$1] } ?? 0)
    }
  }

  @Test func withoutTruthEveryLivingInputIsAGuess() throws {
    let shard = shard(share: 0)
    let readsTruth = try #require(shard.readsTruth)
    for (place, token) in shard.inputs.enumerated() {
      let isGuess = token != Vocabulary.start && token != Vocabulary.padding
      #expect(readsTruth[place] != isGuess)
    }
    #expect(self.shard(share: 1).readsTruth == nil)
  }

  @Test func drawsFollowFromSeedUpdatePairAndTimeAlone() throws {
    func draws(seed: UInt64, update: UInt64, share: Double = 0.3) throws -> [Bool] {
      let draw = try #require(
        TeacherForcingDraw(share: share, source: RandomSource(seed: seed, update: update)))
      return (0..<100).flatMap { pair in
        (1...50).map { draw.readsTruth(pair: Int32(pair), time: $0) }
      }
    }
    let some = try draws(seed: 1, update: 2)
    #expect(try draws(seed: 1, update: 2) == some)
    #expect(try draws(seed: 1, update: 3) != some && draws(seed: 2, update: 2) != some)
    // 5,000 draws: four standard deviations are 0.026.
    #expect(abs(Double(some.count(where: \.self)) / 5000 - 0.3) < 0.026)
    // A larger share keeps what a smaller one takes.
    let more = try draws(seed: 1, update: 2, share: 0.6)
    #expect(zip(some, more).allSatisfy { !$0 || $1 })
  }
}
