import Seq2SeqModels
import Seq2SeqText

/// Small models that have learnt nothing: their answers are as good as any to compare.
enum RandomModel {
  static let letters = ["a", "b", "c", "d", "e", "f", "g"]

  static func make(
    seed: UInt64 = 1, attention: AttentionKind = .general, source: [String] = letters,
    target: [String] = letters, _ change: (inout Configuration) -> Void = { _ in }
  ) throws -> Seq2SeqModel {
    var configuration = Configuration()
    configuration.data.source.tokenizer = .characters
    configuration.data.target.tokenizer = .characters
    configuration.data.source.maximumLength = 12
    configuration.model.embeddingSize = 9
    configuration.model.hiddenSize = 11
    configuration.model.encoder.hiddenSize = 7
    configuration.model.attention = attention
    configuration.model.context = attention == .none ? .lastState : .allStates
    configuration.training.seed = seed
    configuration.decoding.maximumLength = 9
    // Without training all tokens are about equally probable.
    configuration.decoding.temperature = 0.05
    change(&configuration)
    return try Seq2SeqModel(
      configuration: configuration, sourceVocabulary: vocabulary(source),
      targetVocabulary: vocabulary(target))
  }

  private static func vocabulary(_ tokens: [String]) -> Vocabulary {
    Vocabulary(counts: Dictionary(tokens.map { ($0, 1) }, uniquingKeysWith: { first, _ in first }))
  }
}
