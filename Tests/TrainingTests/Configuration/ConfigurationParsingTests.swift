import Foundation
import Seq2SeqModels
import Seq2SeqText
import Testing

@testable import Seq2SeqTraining

@Suite struct ConfigurationParsingTests {
  static let example = """
    name: korean-pronunciation
    data:
      train: train.tsv            # SOURCE<TAB>TARGET; or {source: train.de, target: train.en}
      validation: dev.tsv
      source: {tokenizer: jamo, lowercase: false, max_length: 100}
      target: {tokenizer: words, vocabulary_size: 8000, min_frequency: 1, max_length: 100}
          # tokenizer: words | characters | syllables | jamo | bpe | unigram
    model:
      cell: lstm                  # rnn | gru | lstm
      embedding_size: 128
      hidden_size: 256
      dropout: 0.3
      encoder: {layers: 1, bidirectional: true}   # hidden_size may be given here
      decoder: {layers: 1, input_feeding: true}
      context: all_states         # last_state (the plain context vector) | all_states
      attention: general          # none | dot | general | additive; none with last_state
      bridge: linear              # zero | copy | linear
      tie_embeddings: false       # false | target | all
    training:
      seed: 1
      epochs: 30                  # or updates
      batch: {sentences: 64}      # or {tokens: 4096}
      optimizer: adam             # sgd | adam | adamw | adagrad | adadelta | rmsprop
      learning_rate: 0.001
      schedule: {kind: plateau, factor: 0.5, patience: 2}   # constant | plateau | exponential
      max_gradient_norm: 1.0
      label_smoothing: 0.1
      teacher_forcing: {ratio: 1.0, schedule: constant, final_ratio: 1.0}  # constant | linear
      early_stopping: {metric: loss, patience: 5}
      precision: float32          # float32 | bfloat16
    decoding: {beam_size: 5, length_penalty: 1.0, max_length: 100}
    evaluation: {metrics: [exact_match, wer]}
    """

  @Test func theDocumentedExampleMeansWhatItSays() throws {
    let configuration = try ConfigurationFile.parse(Self.example, file: "c.yaml")
    // The defaults are the example, but for these.
    var expected = Configuration()
    expected.name = "korean-pronunciation"
    expected.data.train = .pairs("train.tsv")
    expected.data.validation = .pairs("dev.tsv")
    expected.data.source.tokenizer = .jamo
    expected.data.target.vocabularySize = 8000
    expected.evaluation.metrics = ["exact_match", "wer"]
    #expect(configuration == expected)
    #expect(configuration.model.cell == .lstm)
    #expect(configuration.model.embeddingSize == 128)
    #expect(configuration.model.hiddenSize == 256)
    #expect(configuration.model.dropout == 0.3)
    #expect(configuration.model.encoder.bidirectional)
    #expect(configuration.model.encoderWidth == 512)
    #expect(configuration.model.decoder.inputFeeding)
    #expect(configuration.model.decoderHiddenSize == 256)
    #expect(configuration.model.context == .allStates)
    #expect(configuration.model.attention == .general)
    #expect(configuration.model.bridge == .linear)
    #expect(configuration.model.tieEmbeddings == .false)
    #expect(configuration.training.seed == 1)
    #expect(configuration.training.epochs == 30)
    #expect(configuration.training.updates == nil)
    #expect(configuration.training.batch == .sentences(64))
    #expect(configuration.training.learningRate == 0.001)
    #expect(configuration.training.schedule.kind == .plateau)
    #expect(configuration.training.schedule.factor == 0.5)
    #expect(configuration.training.schedule.patience == 2)
    #expect(configuration.training.labelSmoothing == 0.1)
    #expect(configuration.training.earlyStopping.metric == "loss")
    #expect(configuration.training.earlyStopping.patience == 5)
    #expect(configuration.decoding.beamSize == 5)
  }

  @Test(
    arguments: [
      "data: {train: a.tsv}", "data:\n  train: a.tsv\n", "{\"data\": {\"train\": \"a.tsv\"}}",
      "---\r\ndata:\r\n  train: 'a.tsv'\r\nmodel:\r\ntraining: ~\r\n",
      "\u{FEFF}data: {train: a.tsv}",
      "data: &data {train: a.tsv}\nname: null",
    ])
  func aMinimalFileTakesTheDefaults(text: String) throws {
    var expected = Configuration()
    expected.data.train = .pairs("a.tsv")
    #expect(try ConfigurationFile.parse(text, file: "c.yaml") == expected)
  }

  @Test func everyKeyArrives() throws {
    let text = """
      name: "1"
      language: {source: en, target: no}
      data:
        train: {source: a.en, target: a.ko}
        validation: {source: b.en, target: b.ko}
        source: {tokenizer: characters, lowercase: yes, vocabulary_size: 10, min_frequency: 2,
                 max_length: 3}
        target: {tokenizer: syllables}
      model:
        embedding_size: 7
        hidden_size: 9
        dropout: 0
        encoder: {layers: 2, bidirectional: no, hidden_size: 11}
        decoder: {layers: 3, input_feeding: off, hidden_size: 13}
        context: last_state
        attention: none
        bridge: linear
      training: {seed: 18446744073709551615, updates: 1_000, batch: {tokens: 4096},
        schedule: {kind: constant, minimum: 1e-5}, learning_rate: 2e-3, max_gradient_norm: 5,
        label_smoothing: 0, early_stopping: {metric: bleu, patience: 0}, validation_interval: 10,
        report_interval: 20, checkpoint_interval: 30}
      decoding: {beam_size: 12, length_penalty: 0.6, max_length: 50, max_length_ratio: 1.5,
        n_best: 10}
      evaluation: {metrics: "bleu, chrf ,wer"}
      """
    let configuration = try ConfigurationFile.parse(text, file: "c.yaml")
    #expect(configuration.name == "1")
    #expect(configuration.language == LanguagePair(source: "en", target: "no"))
    #expect(configuration.data.train == .parallel(source: "a.en", target: "a.ko"))
    #expect(configuration.data.validation == .parallel(source: "b.en", target: "b.ko"))
    let source = configuration.data.source
    #expect(source.tokenizer == .characters && source.lowercase && source.vocabularySize == 10)
    #expect(source.minimumFrequency == 2 && source.maximumLength == 3)
    #expect(configuration.data.target.tokenizer == .syllables)
    let model = configuration.model
    #expect(model.embeddingSize == 7 && model.dropout == 0 && model.encoderWidth == 11)
    #expect(model.encoder.layers == 2 && model.decoder.layers == 3 && !model.decoder.inputFeeding)
    #expect(model.decoderHiddenSize == 13 && model.context == .lastState && model.bridge == .linear)
    let training = configuration.training
    #expect(training.seed == .max && training.epochs == nil && training.updates == 1000)
    #expect(training.batch == .tokens(4096) && training.schedule.minimum == 1e-5)
    #expect(training.learningRate == 0.002 && training.maximumGradientNorm == 5)
    #expect(training.earlyStopping.metric == "bleu" && training.earlyStopping.patience == 0)
    #expect(training.validationInterval == 10 && training.reportInterval == 20)
    #expect(training.checkpointInterval == 30)
    let decoding = configuration.decoding
    #expect(decoding.beamSize == 12 && decoding.lengthPenalty == 0.6 && decoding.nBest == 10)
    #expect(decoding.maximumLength == 50 && decoding.maximumLengthRatio == 1.5)
    #expect(configuration.evaluation.metrics == ["bleu", "chrf", "wer"])
  }

  @Test func overridesWinTheLastOneMost() throws {
    let configuration = try ConfigurationFile.parse(
      Self.example, file: "c.yaml",
      overrides: [
        "training.epochs=3", "training.epochs=4", "training.batch.tokens=4096", "name=",
        "model.encoder.hidden_size=64", "model.encoder={layers: 2}", "data.train.source=x",
        "data.train.target=y z = '", "data.target.vocabulary_size=null",
        "evaluation.metrics=bleu,wer", "training.schedule={kind: constant}",
      ])
    #expect(configuration.training.epochs == 4)
    #expect(configuration.training.batch == .tokens(4096))
    #expect(configuration.name == nil)
    #expect(
      configuration.model.encoder.hiddenSize == nil && configuration.model.encoder.layers == 2)
    #expect(configuration.data.train == .parallel(source: "x", target: "y z = '"))
    #expect(configuration.data.target.vocabularySize == nil)
    #expect(configuration.data.target.minimumFrequency == 1)
    #expect(configuration.evaluation.metrics == ["bleu", "wer"])
    #expect(configuration.training.schedule.kind == .constant)
  }

  @Test func updatesAloneAreNotCutShortByEpochs() throws {
    let updates = "data: {train: a}\ntraining: {updates: 7}"
    #expect(try ConfigurationFile.parse(updates, file: "c.yaml").training.epochs == nil)
    let both = "data: {train: a}\ntraining: {updates: 7, epochs: 2}"
    #expect(try ConfigurationFile.parse(both, file: "c.yaml").training.epochs == 2)
  }

  @Test func pathsAreRelativeToTheFile() throws {
    let folder = FileManager.default.temporaryDirectory.path + "/configuration-\(UUID())"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/c.yaml"
    let text = "data: {train: {source: a.en, target: /data/a.ko}, validation: ../dev.tsv}"
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    let data = try ConfigurationFile.read(path: path).data
    #expect(data.train == .parallel(source: folder + "/a.en", target: "/data/a.ko"))
    #expect(data.validation == .pairs(folder + "/../dev.tsv"))
    let overridden = try ConfigurationFile.read(path: path, overrides: ["data.train=b.tsv"])
    #expect(overridden.data.train == .pairs(folder + "/b.tsv"))
  }

  @Test func pathsBesideAFileWithoutFolderStay() throws {
    var configuration = Configuration()
    configuration.data.train = .pairs("a.tsv")
    for folder in ["", "."] {
      #expect(configuration.resolvingPaths(in: folder) == configuration)
    }
    #expect(configuration.resolvingPaths(in: "/x").data.train == .pairs("/x/a.tsv"))
  }
}
