import Seq2SeqTensors
import Seq2SeqText

/// The gradient check of a whole model, loss included, on sentences of unequal lengths and at sizes of which
/// no two are equal unless they must be. `seq2seq gradcheck` and the tests take the same list.
package struct ModelGradientCheck: Sendable, CustomStringConvertible {
  package var cell = CellKind.lstm
  package var context = ContextKind.allStates
  package var attention = AttentionKind.general
  package var bridge = BridgeKind.linear
  package var encoderLayers = 1
  package var decoderLayers = 1
  package var bidirectional = true
  package var inputFeeding = true
  package var contextInput = false
  package var tieEmbeddings = TieEmbeddings.false
  package var copying = false
  package var dropout = 0.0
  package var recurrentDropout = 0.0
  package var residual = false
  package var layerNormalization = false
  /// What is in the configuration's place, for a cell or an attention that has no case there.
  package var parts = ModelParts()

  /// An LSTM with general attention, one layer each.
  package init() {}

  /// In a few words, for a line of a table.
  package var description: String {
    "\(cell) \(context == .lastState ? "last state" : "\(attention)"), \(bridge) bridge, "
      + "\(encoderLayers)+\(decoderLayers) layers"
      + (bidirectional ? ", both directions" : "") + (inputFeeding ? ", input feeding" : "")
      + (contextInput ? ", context input" : "")
      + (tieEmbeddings == .false ? "" : ", tied: \(tieEmbeddings)")
      + (copying ? ", copying" : "") + (dropout > 0 ? ", dropout" : "")
      + (recurrentDropout > 0 ? ", recurrent dropout" : "") + (residual ? ", residual" : "")
      + (layerNormalization ? ", layer normalization" : "")
  }

  /// Runs the check on the calling thread, whose worker is given.
  package func run(by worker: Worker) throws -> [GradientCheck.Result] {
    let model = try makeModel()
    let packed = try PackedWeights(model.parameters, training: true)
    try packed.update(by: worker)
    var best: [GradientCheck.Result] = []
    for step in steps where best.isEmpty || best.contains(where: \.isDoubtful) {
      let check = GradientCheck(
        model.parameters, packed: packed, worker: worker, step: step,
        refinements: layerNormalization ? 3 : 0, largestCount: layerNormalization ? 10 : .max,
        dropout: dropout + recurrentDropout > 0 ? RandomSource(seed: 5, update: 1) : nil)
      let results = try check.run { tape, _ in
        model.loss(tape, copying ? Self.copyingShard : Self.shard, scale: 1, smoothing: 0.1).loss
      }
      best = best.isEmpty ? results : zip(best, results).map { $0.closer($1) }
    }
    return best
  }

  /// The steps to measure with, until all gradients agree well. A slope over a wide step is off by the bend
  /// of the function, over a narrow one by rounding, each model and parameter in its own measure; a gradient
  /// that is wrong is far from either. Plain networks bend more than gated ones.
  private var steps: [Float] {
    cell == .rnn && !layerNormalization ? [1 / 32, 1 / 16, 1 / 64] : [1 / 8, 1 / 16, 1 / 32]
  }

  private func makeModel() throws -> Seq2SeqModel {
    let configuration = configuration
    let model = try Seq2SeqModel(
      configuration: configuration, sourceVocabulary: Self.vocabulary(8),
      targetVocabulary: Self.vocabulary(tieEmbeddings == .all ? 8 : 7),
      parts: parts)
    // Wide weights, so that no gradient vanishes.
    let source = RandomSource(seed: 3, update: 0)
    for parameter in model.parameters.parameters {
      var generator = source.generator(stream: UInt32(truncatingIfNeeded: parameter.index))
      let bound: Float = parameter.role == .table ? 1.5 : 1
      model.parameters.values.withFloats(parameter.range) { part in
        for index in part.indices { part[index] = .random(in: -bound...bound, using: &generator) }
      }
    }
    return model
  }

  private var configuration: Configuration {
    var configuration = Configuration()
    configuration.model.cell = cell
    configuration.model.dropout = dropout
    configuration.model.recurrentDropout = recurrentDropout
    configuration.model.residual = residual
    configuration.model.layerNormalization = layerNormalization
    configuration.model.context = context
    configuration.model.attention = context == .lastState ? .none : attention
    configuration.model.bridge = bridge
    configuration.model.copying = copying
    configuration.model.embeddingSize = 2
    configuration.model.encoder.layers = encoderLayers
    configuration.model.encoder.bidirectional = bidirectional
    configuration.model.encoder.hiddenSize = bidirectional ? 2 : 4
    if layerNormalization {
      // Few numbers may have next to no variance, and what is divided by it bends sharply.
      configuration.model.embeddingSize = 6
      configuration.model.encoder.hiddenSize = 8
    }
    configuration.model.decoder.layers = decoderLayers
    let needsEncoderWidth = bridge == .copy || attention == .dot
    configuration.model.decoder.hiddenSize = layerNormalization ? 9 : needsEncoderWidth ? 4 : 3
    configuration.model.decoder.inputFeeding = inputFeeding
    configuration.model.decoder.contextInput = contextInput
    if tieEmbeddings != .false {
      configuration.model.tieEmbeddings = tieEmbeddings
      configuration.model.embeddingSize = configuration.model.decoderHiddenSize
      configuration.data.sharedVocabulary = tieEmbeddings == .all
    }
    return configuration
  }

  /// So many entries, special symbols included.
  private static func vocabulary(_ count: Int) -> Vocabulary {
    Vocabulary(
      counts: Dictionary(uniqueKeysWithValues: (4..<count).map { ("t\($0)", 1000 - $0) }))
  }

  /// Empty sources and targets among them.
  private static let shard: Shard = {
    var generator = RandomSource(seed: 4, update: 0).generator(stream: 0)
    func sentence(_ length: Int, words: ClosedRange<Int32>) -> ArraySlice<Int32> {
      ArraySlice((0..<length).map { _ in Int32.random(in: words, using: &generator) })
    }
    return Shard(
      sources: (0..<10).map { sentence(3 - $0 % 4, words: 4...7) },
      targets: (0..<10).map { sentence($0 % 3, words: 4...6) })
  }()

  /// The same lengths, with tokens that one vocabulary lacks, or both.
  static let copyingShard: Shard = {
    var generator = RandomSource(seed: 4, update: 0).generator(stream: 1)
    func sentence(_ length: Int, words: ClosedRange<Int32>) -> [String] {
      (0..<length).map { _ in "t\(Int32.random(in: words, using: &generator))" }
    }
    let pairs = (0..<10).map { number in
      (sentence(3 - number % 4, words: 4...9), sentence(number % 3, words: 4...9))
    }
    let copies = pairs.map { SourceCopies($0.0, vocabulary: vocabulary(7)) }
    return Shard(
      sources: pairs.map { vocabulary(8).identifiers(of: $0.0)[...] },
      targets: pairs.map { vocabulary(7).identifiers(of: $0.1)[...] },
      copies: (
        copies.map { $0.numbers[...] }, zip(copies, pairs).map { $0.numbers(of: $1.1)[...] }
      ))
  }()
}
