import Foundation
import Seq2SeqModels
import Seq2SeqText
import Testing

@testable import Seq2SeqTraining

@Suite struct ConfigurationMistakeTests {
  @Test(arguments: [
    ConfigurationMistake(
      "", line: nil,
      "the configuration is empty",
      "give at least data: {train: FILE.tsv}"),
    .init(
      "# nothing\n", line: nil,
      "the configuration is empty",
      "give at least data: {train: FILE.tsv}"),
    .init(
      "---\n...\n", line: nil,
      "the configuration is empty",
      "give at least data: {train: FILE.tsv}"),
    .init(
      "\n- data\n", line: 2,
      "a configuration consists of 'key: value' lines",
      "start with data: {train: FILE.tsv}"),
    .init(
      "data", line: 1,
      "a configuration consists of 'key: value' lines",
      "start with data: {train: FILE.tsv}"),
    .init(
      "data:\n  train: a\n\tvalidation: b\n", line: 3,
      "not YAML: found a tab character that violates indentation",
      "indent with spaces instead of tabs"),
    .init(
      "data: {train: a\nmodel:\n  cell: lstm\n", line: 1,
      "not YAML: did not find expected ',' or '}'",
      "check the indentation, the colons, the brackets and the quotes here"),
    .init(
      "data: {train: a}\nname: 'x\n\n\n", line: 2,
      "not YAML: found unexpected end of stream",
      "check the indentation, the colons, the brackets and the quotes here"),
    .init(
      "data:\n  train: a: b\n", line: 2,
      "not YAML: mapping values are not allowed in this context",
      "check the indentation, the colons, the brackets and the quotes here"),
    .init(
      "data: {train: a}\n---\ndata: {train: b}\n", line: 2,
      "not YAML: but found another document",
      "check the indentation, the colons, the brackets and the quotes here"),
    .init(
      "data: {train: *a}\n", line: 1,
      "not YAML: found undefined alias",
      "check the indentation, the colons, the brackets and the quotes here"),
    .init(
      "data: {train: a}\nname: \u{7}\n", line: 2,
      "not YAML: control characters are not allowed",
      "remove the character, or save the file as UTF-8"),
    .init(
      "data: {train: a}\nmodel:\n  cell: lstm\n  dropout: 0.1\n  cell: lstm\n", line: 3,
      "key 'cell' is given more than once",
      "keep one of them"),
  ])
  func notAConfiguration(mistake: ConfigurationMistake) { mistake.check() }

  @Test(arguments: [
    ConfigurationMistake(
      "data: {train: a}\nmodel:\n  rnn_size: 5\n", line: 3,
      "unknown key 'rnn_size' in model",
      "did you mean 'hidden_size'?"),
    .init(
      "data: {train: a}\nmodle:\n  cell: lstm\n", line: 2,
      "unknown key 'modle'",
      "did you mean 'model'?"),
    .init(
      "hidden_size: 5", line: 1,
      "unknown key 'hidden_size'",
      "did you mean 'model.hidden_size'?"),
    .init(
      "beem_size: 5", line: 1,
      "unknown key 'beem_size'",
      "did you mean 'decoding.beam_size'?"),
    .init(
      "training:\n  learning-rate: 5", line: 2,
      "unknown key 'learning-rate' in training",
      "did you mean 'learning_rate'?"),
    .init(
      "training:\n  learningRate: 5", line: 2,
      "unknown key 'learningRate' in training",
      "did you mean 'learning_rate'?"),
    .init(
      "model: {enc_layers: 2}", line: 1,
      "unknown key 'enc_layers' in model",
      "did you mean 'model.encoder.layers'?"),
    .init(
      "model: {decoder: {rnn_size: 2}}", line: 1,
      "unknown key 'rnn_size' in model.decoder",
      "did you mean 'hidden_size'?"),
    .init(
      "data: {target: {vocab_size: 2}}", line: 1,
      "unknown key 'vocab_size' in data.target",
      "did you mean 'vocabulary_size'?"),
    .init(
      "training:\n  early_stopping:\n    xyzzy: 5", line: 3,
      "unknown key 'xyzzy' in training.early_stopping",
      "the keys here are metric, patience"),
    .init(
      "? [a, b]\n: 1", line: 1,
      "unknown key 'a list or mapping'",
      "the keys here are name, language, data, model, training, decoding, evaluation"),
    .init(
      "<<: {a: 1}", line: 1,
      "unknown key '<<'",
      "the keys here are name, language, data, model, training, decoding, evaluation"),
    .init(
      "model:\n  \"a\\nb\\u2028c\\0\": 1", line: 2,
      "unknown key 'a b c ' in model",
      "the keys here are cell, embedding_size, hidden_size, dropout, recurrent_dropout, "
        + "layer_normalization, residual, encoder, decoder, context, attention, bridge, copying, "
        + "tie_embeddings"),
  ])
  func unknownKeys(mistake: ConfigurationMistake) { mistake.check() }

  @Test(arguments: [
    ConfigurationMistake(
      set: "training.epoch=3",
      "unknown key 'epoch' in training",
      "did you mean 'epochs'?"),
    .init(
      set: "trainig.epochs=3",
      "unknown key 'trainig'",
      "did you mean 'training'?"),
    .init(
      set: "training.epochs=x",
      "training.epochs must be a whole number, not 'x'",
      "write digits only, for instance epochs: 1"),
    .init(
      set: "training.epochs=0",
      "training.epochs is 0",
      "choose a whole number from 1 to 1000000"),
    .init(
      set: "training={epochs: 0}",
      "training.epochs is 0",
      "choose a whole number from 1 to 1000000"),
    .init(
      set: "training.epochs",
      "no 'key=value'",
      "write for instance --set training.epochs=3"),
    .init(
      set: "=3",
      "no 'key=value'",
      "write for instance --set training.epochs=3"),
    .init(
      set: "training.epochs.x=3",
      "training.epochs has no keys",
      "give it one value"),
    .init(
      set: "training..epochs=3",
      "unknown key '' in training",
      "the keys here are seed, initial_model, epochs, updates, batch, gradient_accumulation, optimizer, "
        + "momentum, weight_decay, learning_rate, schedule, max_gradient_norm, label_smoothing, "
        + "consistency, token_weights, exponential_smoothing, checkpoint_averaging, teacher_forcing, "
        + "early_stopping, precision, memory, validation_interval, report_interval, "
        + "checkpoint_interval"),
    .init(
      set: "name=a: b: c",
      "not YAML: mapping values are not allowed in this context",
      "put the value in quotes"),
    .init(
      set: "training.precision=float16",
      "training.precision cannot be 'float16'",
      "did you mean 'bfloat16'? choose from float32, bfloat16"),
    .init(
      set: "data.train=",
      "data.train is missing",
      "write data: {train: FILE.tsv} with SOURCE<TAB>TARGET lines"),
    .init(
      set: "training.batch={tokens: 1, sentences: 1}",
      "training.batch needs exactly one of sentences and tokens",
      "write {sentences: N} or {tokens: N}"),
  ])
  func overrides(mistake: ConfigurationMistake) { mistake.check() }

  @Test func filesThatCannotBeRead() throws {
    let folder = FileManager.default.temporaryDirectory.path + "/configuration-\(UUID())"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let bytes = folder + "/bytes.yaml"
    try Data([0x61, 0x3A, 0x20, 0xFF, 0xFE]).write(to: URL(filePath: bytes))
    let large = folder + "/large.yaml"
    try Data(repeating: 0x23, count: (1 << 20) + 1).write(to: URL(filePath: large))
    let expected: [(String, UserError.Kind, String)] = [
      (folder + "/none.yaml", .missingInput, "there is no such configuration; check the path"),
      (folder, .inputOutput, "the configuration cannot be read; give a file, not a folder"),
      (bytes, .usage, "not UTF-8 text; save the file as UTF-8"),
      (large, .usage, "larger than 1 MB; give a configuration, not the data"),
    ]
    for (path, kind, message) in expected {
      let error = #expect(throws: UserError.self) { try ConfigurationFile.read(path: path) }
      #expect(error?.kind == kind)
      #expect(error?.description == "\(path): \(message)")
    }
  }
}
