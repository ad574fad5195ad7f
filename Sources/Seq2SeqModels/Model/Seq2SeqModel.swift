import Seq2SeqTensors
import Seq2SeqText

/// An encoder-decoder: text in one vocabulary to text in another.
///
/// It holds the configuration, the vocabularies and the weights, and knows how a batch goes through the
/// encoder, the bridge and the decoder. It neither trains nor searches: see `Trainer` and `Translator`.
public final class Seq2SeqModel: Sendable {
  /// How it was made and trained.
  public let configuration: Configuration
  /// The tokens it can read.
  public let sourceVocabulary: Vocabulary
  /// The tokens it can write.
  public let targetVocabulary: Vocabulary
  /// How source lines become tokens.
  public let sourcePipeline: TextPipeline
  /// How target tokens become lines.
  public let targetPipeline: TextPipeline
  /// Its weights.
  public let parameters: ParameterStore
  package let encoder: RecurrentEncoder
  package let bridge: any Bridge
  package let decoder: RecurrentDecoder
  /// The check of the file that it came from, if it came from one.
  let digestCheck: DigestCheck?

  /// A model with freshly drawn weights (`training.seed`).
  ///
  /// The sides whose tokenizer is `bpe` or `unigram` need their subword models.
  public convenience init(
    configuration: Configuration, sourceVocabulary: Vocabulary, targetVocabulary: Vocabulary,
    sourceSubwords: SubwordModel? = nil, targetSubwords: SubwordModel? = nil
  ) throws {
    try self.init(
      configuration: configuration, sourceVocabulary: sourceVocabulary,
      targetVocabulary: targetVocabulary, sourceSubwords: sourceSubwords,
      targetSubwords: targetSubwords, store: { $0.store() })
    parameters.initialize(seed: configuration.training.seed)
  }

  /// The same of other parts than the configuration names.
  package convenience init(
    configuration: Configuration, sourceVocabulary: Vocabulary, targetVocabulary: Vocabulary,
    parts: ModelParts
  ) throws {
    try self.init(
      configuration: configuration, sourceVocabulary: sourceVocabulary,
      targetVocabulary: targetVocabulary, parts: parts, store: { $0.store() })
    parameters.initialize(seed: configuration.training.seed)
  }

  /// A model whose weights `store` provides for the parameters that are declared.
  init(
    configuration: Configuration, sourceVocabulary: Vocabulary, targetVocabulary: Vocabulary,
    sourceSubwords: SubwordModel? = nil, targetSubwords: SubwordModel? = nil,
    parts: ModelParts = ModelParts(), digestCheck: DigestCheck? = nil,
    store: (ParameterBuilder) throws -> ParameterStore
  ) throws {
    try configuration.validate()
    if configuration.model.tieEmbeddings == .all {
      try Seq2SeqModel.checkShared(sourceVocabulary, targetVocabulary)
    }
    self.digestCheck = digestCheck
    sourcePipeline = try configuration.data.source.pipeline(sourceSubwords)
    targetPipeline = try configuration.data.target.pipeline(targetSubwords)
    self.configuration = configuration
    self.sourceVocabulary = sourceVocabulary
    self.targetVocabulary = targetVocabulary
    var builder = ParameterBuilder()
    encoder = RecurrentEncoder(
      configuration.model, parts, vocabularySize: sourceVocabulary.count, &builder)
    bridge = configuration.model.bridge.makeBridge(
      configuration.model, hasCellState: parts.cell(configuration.model).hasCellState, &builder)
    decoder = RecurrentDecoder(
      configuration.model, parts, vocabularySize: targetVocabulary.count,
      sourceEmbedding: encoder.embedding, &builder)
    parameters = try store(builder)
  }

  /// One embedding for both sides needs the same tokens under the same numbers.
  private static func checkShared(_ source: Vocabulary, _ target: Vocabulary) throws {
    let remedy = "set data.shared_vocabulary: true, or model.tie_embeddings: target"
    guard source.count == target.count else {
      throw UserError(
        .usage,
        "model.tie_embeddings all needs one vocabulary for both sides, not "
          + "\(source.count) source and \(target.count) target tokens", remedy: remedy)
    }
    let all = 0..<Int32(truncatingIfNeeded: source.count)
    guard all.allSatisfy({ source.token(of: $0) == target.token(of: $0) }) else {
      throw UserError(
        .usage, "model.tie_embeddings all needs one vocabulary for both sides, not two that differ",
        remedy: remedy)
    }
  }

  /// Teacher forcing over one shard: how well the targets are predicted, each from the true tokens before
  /// it, or from guesses where the shard says so. While the tape records, `scale` times the loss is what is
  /// differentiated. Errors at target tokens count by `weights`, if given.
  package func loss(
    _ tape: Tape, _ shard: Shard, scale: Float, smoothing: Float, weights: TokenWeights? = nil
  ) -> LossSums {
    loss(
      tape, of: predictions(tape, shard), in: shard, rows: 0..<shard.targets.count, scale: scale,
      smoothing: smoothing, weights: weights)
  }

  /// What a shard's targets are predicted from.
  package func predictions(_ tape: Tape, _ shard: Shard) -> Predictions {
    let unroll = teacherForced(tape, shard)
    return Predictions(
      states: tape.gather(unroll.states, rows: shard.targetRows), copySource: unroll.copySource)
  }

  /// The loss of some of a shard's targets, on the tape that made the predictions or on another.
  package func loss(
    _ tape: Tape, of predictions: Predictions, in shard: Shard, rows: Range<Int>, scale: Float,
    smoothing: Float, weights: TokenWeights? = nil, consistency: Float = 0
  ) -> LossSums {
    tape.section(.projection) {
      projection(
        tape, of: predictions, in: shard, rows: rows, scale: scale, smoothing: smoothing,
        weights: weights, consistency: consistency)
    }
  }

  private func projection(
    _ tape: Tape, of predictions: Predictions, in shard: Shard, rows: Range<Int>, scale: Float,
    smoothing: Float, weights: TokenWeights?, consistency: Float
  ) -> LossSums {
    let states = predictions.states.slice(rows)
    let (weight, bias) = decoder.projection
    if let source = predictions.copySource {
      precondition(consistency == 0, "models that copy have no consistency")
      return tape.copyLoss(
        states, weight, bias: bias, source: source, sourceRows: Array(shard.targetRows[rows]),
        targets: Array(shard.targets[rows]), smoothing: smoothing, scale: scale,
        unknown: Vocabulary.unknown, weights: weights)
    }
    return tape.projectionLoss(
      states, weight, bias: bias, targets: Array(shard.targets[rows]), smoothing: smoothing,
      scale: scale, unknown: Vocabulary.unknown, weights: weights, consistency: consistency)
  }

  /// The decoder's run over a shard's inputs.
  package func teacherForced(_ tape: Tape, _ shard: Shard) -> DecoderUnroll {
    teacherForced(tape, shard, encoder.encode(tape, shard.source))
  }

  /// The same for a source that is encoded already.
  package func teacherForced(
    _ tape: Tape, _ shard: Shard, _ encoded: EncodedSource
  ) -> DecoderUnroll {
    tape.section(.rows) {
      decoder.unroll(
        tape, inputs: shard.inputs, readsTruth: shard.readsTruth, steps: shard.steps,
        start: DecoderStart(states: bridge.initialStates(tape, encoded.finals)),
        memory: tape.section(.attention) { decoder.memory(tape, encoded) })
    }
  }
}

/// What the targets of a shard are predicted from.
package struct Predictions {
  /// The attentional state of each target [N, H].
  let states: Tensor
  /// What may be copied in their places; nil without copying.
  let copySource: CopySource?
}
