import Seq2SeqTensors
import Seq2SeqText
import Testing

@testable import Seq2SeqModels

/// Measured against worked-out gradients of whole models, in every combination that can be
/// configured.
@Suite struct GradientCheckTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var cell = CellKind.lstm
    var context = ContextKind.allStates
    var attention = AttentionKind.general
    var bridge = BridgeKind.linear
    var encoderLayers = 1
    var decoderLayers = 1
    var bidirectional = true
    var inputFeeding = true
    var contextInput = false
    var tieEmbeddings = TieEmbeddings.false
    var dropout = 0.0
    var recurrentDropout = 0.0
    var residual = false
    var layerNormalization = false

    var testDescription: String {
      "\(cell) \(context == .lastState ? "last state" : "\(attention)") \(bridge) "
        + "\(encoderLayers)+\(decoderLayers) layers"
        + (bidirectional ? ", both directions" : "") + (inputFeeding ? ", input feeding" : "")
        + (contextInput ? ", context input" : "")
        + (tieEmbeddings == .false ? "" : ", tied: \(tieEmbeddings)")
        + (dropout > 0 ? ", dropout" : "")
        + (recurrentDropout > 0 ? ", recurrent dropout" : "") + (residual ? ", residual" : "")
        + (layerNormalization ? ", layer normalization" : "")
    }
  }

  static let cases: [Case] = {
    var cases: [Case] = []
    for context in ContextKind.allCases {
      // Without attention and bridge nothing of the source reaches the decoder; that is refused.
      for bridge in BridgeKind.allCases where context != .lastState || bridge != .zero {
        for layers in [1, 2] {
          for bidirectional in [false, true] {
            for inputFeeding in [false, true] {
              cases.append(
                Case(
                  context: context, bridge: bridge, encoderLayers: layers, decoderLayers: layers,
                  bidirectional: bidirectional, inputFeeding: inputFeeding))
            }
          }
        }
      }
    }
    // Layers that do not pair off, and masks between them.
    for bridge in BridgeKind.allCases {
      cases.append(Case(bridge: bridge, encoderLayers: 2, decoderLayers: 1, inputFeeding: false))
      cases.append(Case(bridge: bridge, encoderLayers: 1, decoderLayers: 2))
    }
    for inputFeeding in [false, true] {
      cases.append(
        Case(encoderLayers: 2, decoderLayers: 2, inputFeeding: inputFeeding, dropout: 0.3))
    }
    cases.append(Case(context: .lastState, dropout: 0.3))
    for bridge in BridgeKind.allCases {
      for inputFeeding in [false, true] {
        cases.append(
          Case(
            context: .lastState, bridge: bridge, encoderLayers: 2, decoderLayers: 2,
            bidirectional: bridge != .copy, inputFeeding: inputFeeding, contextInput: true,
            dropout: inputFeeding ? 0.3 : 0))
      }
    }
    for tied in TieEmbeddings.allCases where tied != .false {
      for context in ContextKind.allCases {
        cases.append(
          Case(context: context, encoderLayers: 2, decoderLayers: 1, tieEmbeddings: tied))
        cases.append(
          Case(context: context, inputFeeding: false, tieEmbeddings: tied, dropout: 0.3))
      }
    }
    // General attention is in all of the above.
    for attention in AttentionKind.allCases where attention != .none && attention != .general {
      for layers in [1, 2] {
        for bidirectional in [false, true] {
          for inputFeeding in [false, true] {
            cases.append(
              Case(
                attention: attention, encoderLayers: layers, decoderLayers: layers,
                bidirectional: bidirectional, inputFeeding: inputFeeding,
                dropout: inputFeeding ? 0 : 0.3))
          }
        }
      }
    }
    for layers in [1, 2] {
      for bidirectional in [false, true] {
        var example = Case(
          encoderLayers: layers, decoderLayers: layers, bidirectional: bidirectional,
          inputFeeding: bidirectional)
        example.recurrentDropout = 0.3
        cases.append(example)
        example.recurrentDropout = 0
        example.layerNormalization = true
        cases.append(example)
        guard layers > 1 else { continue }
        example.residual = true
        example.recurrentDropout = 0.3
        example.dropout = 0.3
        cases.append(example)
        example.layerNormalization = false
        example.recurrentDropout = 0
        example.dropout = 0
        cases.append(example)
      }
    }
    return CellKind.allCases.flatMap { cell in
      cases.map { example in
        var example = example
        example.cell = cell
        return example
      }
    }
  }()

  private func model(_ example: Case) throws -> Seq2SeqModel {
    var configuration = Configuration()
    configuration.model.cell = example.cell
    configuration.model.dropout = example.dropout
    configuration.model.recurrentDropout = example.recurrentDropout
    configuration.model.residual = example.residual
    configuration.model.layerNormalization = example.layerNormalization
    configuration.model.context = example.context
    configuration.model.attention = example.context == .lastState ? .none : example.attention
    configuration.model.bridge = example.bridge
    configuration.model.embeddingSize = 2
    configuration.model.encoder.layers = example.encoderLayers
    configuration.model.encoder.bidirectional = example.bidirectional
    configuration.model.encoder.hiddenSize = example.bidirectional ? 2 : 4
    if example.layerNormalization {
      // Few numbers may have next to no variance, and what is divided by it bends sharply.
      configuration.model.embeddingSize = 6
      configuration.model.encoder.hiddenSize = 8
    }
    configuration.model.decoder.layers = example.decoderLayers
    let needsEncoderWidth = example.bridge == .copy || example.attention == .dot
    configuration.model.decoder.hiddenSize =
      example.layerNormalization ? 9 : needsEncoderWidth ? 4 : 3
    configuration.model.decoder.inputFeeding = example.inputFeeding
    configuration.model.decoder.contextInput = example.contextInput
    if example.tieEmbeddings != .false {
      configuration.model.tieEmbeddings = example.tieEmbeddings
      configuration.model.embeddingSize = configuration.model.decoderHiddenSize
      configuration.data.sharedVocabulary = example.tieEmbeddings == .all
    }
    let model = try Seq2SeqModel(
      configuration: configuration, sourceVocabulary: .numbered(8),
      targetVocabulary: .numbered(example.tieEmbeddings == .all ? 8 : 7))
    // Wide weights, so that no gradient vanishes.
    let source = RandomSource(seed: 3, update: 0)
    for parameter in model.parameters.parameters {
      var generator = source.generator(stream: UInt32(parameter.index))
      let bound: Float = parameter.role == .table ? 1.5 : 1
      model.parameters.values.withFloats(parameter.range) { part in
        for index in part.indices { part[index] = .random(in: -bound...bound, using: &generator) }
      }
    }
    return model
  }

  /// Plain recurrent networks bend more within a step than gated ones: at h = 1/8 their measured slopes
  /// are off by up to 1e-2, and 13 to 19 times less with each halving, as truncation is. Under additive
  /// attention the gradient of the attention's bias is small (0.03) and rounding rules it: off by 0.7e-3
  /// at h = 1/16, 1.2e-3 at 1/32 and 3.1e-3 at 1/128.
  private func step(_ example: Case) -> Float {
    guard example.cell == .rnn, !example.layerNormalization else { return 1 / 8 }
    return example.attention == .additive ? 1 / 16 : 1 / 32
  }

  /// Unequal lengths on both sides, empty sources and targets among them.
  private let shard: Shard = {
    var generator = RandomSource(seed: 4, update: 0).generator(stream: 0)
    func sentence(_ length: Int, words: ClosedRange<Int32>) -> ArraySlice<Int32> {
      ArraySlice((0..<length).map { _ in Int32.random(in: words, using: &generator) })
    }
    return Shard(
      sources: (0..<10).map { sentence(3 - $0 % 4, words: 4...7) },
      targets: (0..<10).map { sentence($0 % 3, words: 4...6) })
  }()

  @Test(arguments: cases) func wholeModel(_ example: Case) throws {
    let model = try model(example)
    let pool = WorkerPool(threads: 1)
    let packed = try PackedWeights(model.parameters, training: true)
    try packed.update(on: pool)
    var results: [GradientCheck.Result] = []
    try pool.run(tasks: 1) { _, worker in
      let check = GradientCheck(
        model.parameters, packed: packed, worker: worker, step: step(example),
        refinements: example.layerNormalization ? 3 : 0,
        largestCount: example.layerNormalization ? 10 : .max,
        dropout: example.dropout + example.recurrentDropout > 0
          ? RandomSource(seed: 5, update: 1) : nil)
      results = try check.run { tape, _ in
        model.loss(tape, shard, scale: 1, smoothing: 0.1).loss
      }
    }
    #expect(results.count == model.parameters.parameters.count)
    for result in results {
      #expect(result.relativeError < 1e-3, "\(result.name): \(result.relativeError)")
      #expect(result.norm > 1e-4, "\(result.name) has a gradient of \(result.norm)")
    }
  }
}
