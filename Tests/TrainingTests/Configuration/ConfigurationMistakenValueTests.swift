import Testing

@testable import Seq2SeqTraining

@Suite struct ConfigurationMistakenValueTests {
  @Test(arguments: [
    ConfigurationMistake(
      "data: {train: a}\ntraining:\n  epochs: many", line: 3,
      "training.epochs must be a whole number, not 'many'",
      "write digits only, for instance epochs: 1"),
    .init(
      "training: {epochs: 1.5}", line: 1,
      "training.epochs must be a whole number, not '1.5'",
      "write digits only, for instance epochs: 1"),
    .init(
      "training: {epochs: 1:30}", line: 1,
      "training.epochs must be a whole number, not '1:30'",
      "write digits only, for instance epochs: 1"),
    .init(
      "training: {epochs: 99999999999999999999}", line: 1,
      "training.epochs must be a whole number, not '99999999999999999999'",
      "write digits only, for instance epochs: 1"),
    .init(
      "data: {train: a}\ntraining: {epochs: 9999999999999999999}", line: 2,
      "training.epochs must be a whole number, not '9999999999999999999'",
      "write digits only, for instance epochs: 1"),
    .init(
      "data: {train: a}\ntraining: {seed: -1}", line: 2,
      "training.seed must be a whole number of at least 0, not '-1'",
      "write for instance seed: 1"),
    .init(
      "model:\n  dropout: .nan", line: 2,
      "model.dropout must be a number, not '.nan'",
      "write for instance dropout: 0.5"),
    .init(
      "model:\n  dropout: nan", line: 2,
      "model.dropout must be a number, not 'nan'",
      "write for instance dropout: 0.5"),
    .init(
      "model:\n  dropout: 1e999", line: 2,
      "model.dropout must be a number, not '1e999'",
      "write for instance dropout: 0.5"),
    .init(
      "model:\n  dropout: [0.1]", line: 2,
      "model.dropout must be a number, not a list",
      "write for instance dropout: 0.5"),
    .init(
      "model: 5", line: 1,
      "model must be a section, not '5'",
      "write model: {cell: …} with its keys inside"),
    .init(
      "model: {encoder: {bidirectional: 2}}", line: 1,
      "model.encoder.bidirectional must be true or false, not '2'",
      "write bidirectional: true or bidirectional: false"),
    .init(
      "data:\n  train: [a, b]", line: 2,
      "data.train must be a path, not a list",
      "write train: FILE.tsv or train: {source: FILE, target: FILE}"),
    .init(
      "data:\n  train: {source: a}", line: 2,
      "data.train has no target",
      "give both source and target"),
    .init(
      "name: {a: b}", line: 1,
      "name must be text, not a mapping",
      "write name: NAME"),
    .init(
      "evaluation: {metrics: {bleu: 1}}", line: 1,
      "evaluation.metrics must be a list of names, not a mapping",
      "write for instance metrics: [bleu, chrf]"),
    .init(
      "evaluation: {metrics: [[bleu]]}", line: 1,
      "evaluation.metrics must be a list of names, not a list",
      "write for instance metrics: [bleu, chrf]"),
    .init(
      "training:\n  batch: 64", line: 2,
      "training.batch must be a section, not '64'",
      "write batch: {sentences: N} or batch: {tokens: N}"),
    .init(
      "training:\n  batch: {sentences: 64, tokens: 5}", line: 2,
      "training.batch needs exactly one of sentences and tokens",
      "write {sentences: N} or {tokens: N}"),
    .init(
      "training:\n  batch: {}", line: 2,
      "training.batch needs exactly one of sentences and tokens",
      "write {sentences: N} or {tokens: N}"),
    .init(
      "training:\n  schedule: plateau", line: 2,
      "training.schedule must be a section, not 'plateau'",
      "write schedule: {kind: …} with its keys inside"),
    .init(
      "model: {cell: [lstm]}", line: 1,
      "model.cell must be one name, not a list",
      "choose from rnn, gru, lstm"),
  ])
  func wrongTypes(mistake: ConfigurationMistake) { mistake.check() }

  @Test(arguments: [
    ConfigurationMistake(
      "model:\n  cell: ltsm", line: 2,
      "model.cell cannot be 'ltsm'",
      "did you mean 'lstm'? choose from rnn, gru, lstm"),
    .init(
      "model:\n  attention: mlp", line: 2,
      "model.attention cannot be 'mlp'",
      "choose from none, dot, general, additive"),
    .init(
      "model:\n  tie_embeddings: true", line: 2,
      "model.tie_embeddings cannot be 'true'",
      "choose from false, target, all"),
    .init(
      "data:\n  source: {tokenizer: bep}", line: 2,
      "data.source.tokenizer cannot be 'bep'",
      "did you mean 'bpe'? choose from words, characters, syllables, jamo, bpe, unigram"),
    .init(
      "data: {train: a}\ntraining:\n  precision: bf16", line: 3,
      "training.precision cannot be 'bf16'",
      "choose from float32, bfloat16"),
    .init(
      "data: {train: a}\nevaluation: {metrics: [blue]}", line: 2,
      "evaluation.metrics: there is no metric \"blue\"",
      "did you mean \"bleu\"?"),
  ])
  func wrongNames(mistake: ConfigurationMistake) { mistake.check() }

  @Test(arguments: [
    ConfigurationMistake(
      "model: {cell: lstm}", line: nil,
      "data.train is missing",
      "write data: {train: FILE.tsv} with SOURCE<TAB>TARGET lines"),
    .init(
      "\ndata: {validation: a}", line: 2,
      "data.train is missing",
      "write data: {train: FILE.tsv} with SOURCE<TAB>TARGET lines"),
    .init(
      "data:\n  train: ~", line: 2,
      "data.train is missing",
      "write data: {train: FILE.tsv} with SOURCE<TAB>TARGET lines"),
    .init(
      "data: {train: a}\nmodel:\n  dropout: 1", line: 3,
      "model.dropout is 1.0",
      "choose a number from 0.0 up to but below 1.0"),
    // The key that was given is at fault, not the one that has its default.
    .init(
      "data: {train: a}\nmodel:\n  context: last_state", line: 3,
      "model.attention general has nothing to attend to with context last_state",
      "set attention: none, or context: all_states"),
    .init(
      "data: {train: a}\nmodel:\n  attention: none", line: 3,
      "model.context all_states needs an attention",
      "set attention: general, or context: last_state"),
  ])
  func wrongValues(mistake: ConfigurationMistake) { mistake.check() }
}
