import Seq2SeqModels
import Seq2SeqText

extension ConfigurationKey {
  /// Every key of a configuration, in the order of the documentation.
  static let all = Kind.section([
    ConfigurationKey("name", .text),
    ConfigurationKey("language", .section([.init("source", .text), .init("target", .text)])),
    ConfigurationKey("data", data),
    ConfigurationKey("model", model),
    ConfigurationKey("training", training),
    ConfigurationKey("decoding", decoding),
    ConfigurationKey("evaluation", .section([.init("metrics", .list)])),
  ])

  private static let data = Kind.section([
    ConfigurationKey("train", .files),
    ConfigurationKey("validation", .files),
    ConfigurationKey("source", text),
    ConfigurationKey("target", text),
    ConfigurationKey("shared_vocabulary", .flag),
  ])

  private static let text = Kind.section([
    ConfigurationKey(
      "tokenizer", .choice(TokenizerKind.self)),
    ConfigurationKey("lowercase", .flag),
    ConfigurationKey("vocabulary_size", .integer),
    ConfigurationKey("min_frequency", .integer),
    ConfigurationKey("max_length", .integer),
    ConfigurationKey("subword_model", .text),
    ConfigurationKey("subword_sampling", .number),
  ])

  private static let model = Kind.section([
    ConfigurationKey("cell", .choice(CellKind.self)),
    ConfigurationKey("embedding_size", .integer),
    ConfigurationKey("hidden_size", .integer),
    ConfigurationKey("dropout", .number),
    ConfigurationKey("recurrent_dropout", .number),
    ConfigurationKey("layer_normalization", .flag),
    ConfigurationKey("residual", .flag),
    ConfigurationKey(
      "encoder",
      .section([
        .init("layers", .integer), .init("bidirectional", .flag), .init("hidden_size", .integer),
      ])),
    ConfigurationKey(
      "decoder",
      .section([
        .init("layers", .integer), .init("input_feeding", .flag), .init("context_input", .flag),
        .init("hidden_size", .integer),
      ])),
    ConfigurationKey("context", .choice(ContextKind.self)),
    ConfigurationKey("attention", .choice(AttentionKind.self)),
    ConfigurationKey("bridge", .choice(BridgeKind.self)),
    ConfigurationKey("copying", .flag),
    ConfigurationKey("tie_embeddings", .choice(TieEmbeddings.self)),
  ])

  private static let training = Kind.section([
    ConfigurationKey("seed", .seed),
    ConfigurationKey("initial_model", .text),
    ConfigurationKey("epochs", .integer),
    ConfigurationKey("updates", .integer),
    ConfigurationKey(
      "batch", .alternatives([.init("sentences", .integer), .init("tokens", .integer)])),
    ConfigurationKey("gradient_accumulation", .integer),
    ConfigurationKey("optimizer", .choice(OptimizerKind.self)),
    ConfigurationKey("momentum", .number),
    ConfigurationKey("weight_decay", .number),
    ConfigurationKey("learning_rate", .number),
    ConfigurationKey(
      "schedule",
      .section([
        .init("kind", .choice(Schedule.Kind.self)), .init("factor", .number),
        .init("patience", .integer), .init("minimum", .number), .init("warmup", .integer),
      ])),
    ConfigurationKey("max_gradient_norm", .number),
    ConfigurationKey("label_smoothing", .number),
    ConfigurationKey("consistency", .number),
    ConfigurationKey("token_weights", .text),
    ConfigurationKey("exponential_smoothing", .number),
    ConfigurationKey(
      "checkpoint_averaging",
      .section([.init("kind", .choice(CheckpointAveraging.Kind.self)), .init("count", .integer)])),
    ConfigurationKey(
      "teacher_forcing",
      .section([
        .init("ratio", .number), .init("schedule", .choice(TeacherForcing.Schedule.self)),
        .init("final_ratio", .number),
      ])),
    ConfigurationKey(
      "early_stopping", .section([.init("metric", .text), .init("patience", .integer)])),
    ConfigurationKey("precision", .choice(Precision.self)),
    ConfigurationKey("memory", .text),
    ConfigurationKey("validation_interval", .integer),
    ConfigurationKey("report_interval", .integer),
    ConfigurationKey("checkpoint_interval", .integer),
  ])

  private static let decoding = Kind.section([
    ConfigurationKey("strategy", .choice(DecodingConfiguration.Strategy.self)),
    ConfigurationKey("beam_size", .integer),
    ConfigurationKey(
      "length_penalty_kind", .choice(DecodingConfiguration.LengthPenaltyKind.self)),
    ConfigurationKey("length_penalty", .number),
    ConfigurationKey("coverage_penalty", .number),
    ConfigurationKey("min_length", .integer),
    ConfigurationKey("max_length", .integer),
    ConfigurationKey("max_length_ratio", .number),
    ConfigurationKey("n_best", .integer),
    ConfigurationKey("no_repeat_ngram", .integer),
    ConfigurationKey("groups", .integer),
    ConfigurationKey("diversity", .number),
    ConfigurationKey("temperature", .number),
    ConfigurationKey("top_k", .integer),
    ConfigurationKey("top_p", .number),
    ConfigurationKey("seed", .seed),
    ConfigurationKey("replace_unknown", .flag),
  ])
}
