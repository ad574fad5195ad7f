import Foundation
import Seq2SeqModels
import Seq2SeqText
import Testing

@testable import Seq2SeqTraining

@Suite struct ConfigurationRoundTripTests {
  /// Every optional key given, no value at its default where it can differ.
  static var complete: Configuration {
    var configuration = Configuration()
    configuration.name = "a name: with, [signs] # and 'quotes'"
    configuration.language = LanguagePair(source: "no", target: "한국어")
    configuration.data.train = .parallel(source: "a b.en", target: "/x/y.ko")
    configuration.data.validation = .parallel(source: "~", target: "null")
    configuration.data.source.tokenizer = .bpe
    configuration.data.source.lowercase = true
    configuration.data.source.subwordModel = "a b.model"
    configuration.data.source.subwordSampling = 0.1
    configuration.data.target.tokenizer = .jamo
    configuration.data.target.vocabularySize = 8
    configuration.training.tokenWeights = "weights.tsv"
    configuration.training.memory = "2GB"
    configuration.model.encoder.hiddenSize = 3
    configuration.model.decoder.hiddenSize = 5
    configuration.model.dropout = 0.1 + 0.2
    configuration.training.seed = .max
    configuration.training.updates = 1_000_000_000_000
    configuration.training.learningRate = 1e-7 / 3
    configuration.training.schedule.minimum = .leastNonzeroMagnitude
    configuration.decoding.lengthPenalty = 2.0 / 3
    configuration.evaluation.metrics = ["bleu:none", "wer"]
    return configuration
  }

  @Test func aCompleteConfigurationComesBack() throws {
    let yaml = try ConfigurationFile.yaml(Self.complete)
    #expect(try ConfigurationFile.parse(yaml, file: "c.yaml") == Self.complete)
    #expect(try ConfigurationFile.yaml(ConfigurationFile.parse(yaml, file: "c.yaml")) == yaml)
    #expect(try Configuration(json: Self.complete.jsonString) == Self.complete)
  }

  @Test func theDefaultsReadLikeTheDocumentation() throws {
    var configuration = Configuration()
    configuration.data.train = .pairs("train.tsv")
    let expected = """
      data:
        train: train.tsv
        source: {tokenizer: words, lowercase: false, min_frequency: 1, max_length: 100, subword_sampling: 0.0}
        target: {tokenizer: words, lowercase: false, min_frequency: 1, max_length: 100, subword_sampling: 0.0}
        shared_vocabulary: false
      model:
        cell: lstm
        embedding_size: 128
        hidden_size: 256
        dropout: 0.3
        recurrent_dropout: 0.0
        layer_normalization: false
        residual: false
        encoder: {layers: 1, bidirectional: true}
        decoder: {layers: 1, input_feeding: true, context_input: false}
        context: all_states
        attention: general
        bridge: linear
        copying: false
        tie_embeddings: false
      training:
        seed: 1
        epochs: 30
        batch: {sentences: 64}
        gradient_accumulation: 1
        optimizer: adam
        momentum: 0.0
        weight_decay: 0.01
        learning_rate: 0.001
        schedule: {kind: plateau, factor: 0.5, patience: 2, minimum: 0.0, warmup: 4000}
        max_gradient_norm: 1.0
        label_smoothing: 0.1
        consistency: 0.0
        exponential_smoothing: 0.0
        checkpoint_averaging: {kind: none, count: 5}
        teacher_forcing: {ratio: 1.0, schedule: constant, final_ratio: 1.0}
        early_stopping: {metric: loss, patience: 5}
        precision: float32
        validation_interval: 0
        report_interval: 100
        checkpoint_interval: 0
      decoding:
        strategy: beam
        beam_size: 5
        length_penalty_kind: gnmt
        length_penalty: 1.0
        coverage_penalty: 0.0
        min_length: 0
        max_length: 100
        max_length_ratio: 3.0
        n_best: 1
        no_repeat_ngram: 0
        groups: 1
        diversity: 0.5
        temperature: 1.0
        top_k: 0
        top_p: 1.0
        seed: 1
        replace_unknown: false
      evaluation:
        metrics: [bleu, chrf]

      """
    #expect(try ConfigurationFile.yaml(configuration) == expected)
  }

  @Test func theTableOfKeysHoldsWhatIsEncoded() throws {
    func paths(_ configuration: Configuration) throws -> Set<String> {
      let json = Data(try configuration.jsonString.utf8)
      return paths(try JSONDecoder().decode(ConfigurationValue.self, from: json), "")
    }
    func paths(_ value: ConfigurationValue, _ prefix: String) -> Set<String> {
      guard case .section(let values) = value else { return [] }
      return values.reduce(into: []) { result, entry in
        result.insert(prefix + entry.key)
        result.formUnion(paths(entry.value, prefix + entry.key + "."))
      }
    }
    var other = Self.complete
    other.training.batch = .tokens(5)
    // A model to begin with has its own subword models; a side that has one has no vocabulary size.
    other.training.initialModel = "runs/first"
    swap(&other.data.source, &other.data.target)
    let encoded = try paths(Self.complete).union(paths(other))
    let known = Set(ConfigurationKey.all.paths().map { $0.joined(separator: ".") })
    #expect(encoded.symmetricDifference(known) == [])
  }

  @Test(
    arguments: [
      "", " ", "a", "~", "null", "NULL", "true", "no", "1", "1.0", ".inf", "-", "- a", "? a",
      "a: b",
      "a # b", "#", "&a", "*a", "!a", "%a", "@a", "`a", "{", "}", "[", "]", ",", "'", "\"", "\\",
      "|",
      ">", "a\nb", "a\n", "\n", "\t", "\r\n", "a\0b", "\u{7}", "\u{85}", "\u{2028}", "a\u{FEFF}",
      "\u{FFFD}", "🙂", "👨‍👩‍👧", "한국어", "\u{1112}\u{1161}\u{11AB}", "---", "...", "<<", "=", "é",
      "\u{7F}", "\u{E000}", "\u{FFFF}", "\u{10FFFF}", "yamlAnchor", "2024-01-01", "1:30", "0x10",
    ])
  func anyTextComesBack(text: String) throws {
    var configuration = Configuration()
    configuration.data.train = .pairs("x" + text)
    configuration.name = text
    let yaml = try ConfigurationFile.yaml(configuration)
    let back = try ConfigurationFile.parse(yaml, file: "c.yaml")
    #expect(back == configuration)
    // Equal strings can differ in their code points; those matter in paths.
    #expect(Array((back.name ?? "").unicodeScalars) == Array(text.unicodeScalars))
    #expect(try Configuration(json: configuration.jsonString).name == text)
  }

  @Test func randomNumbersComeBackExactly() throws {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<200 {
      var configuration = Self.complete
      configuration.training.seed = generator.next()
      configuration.training.learningRate = .random(in: 1e-12...1)
      configuration.training.labelSmoothing = .random(in: 0..<1)
      configuration.training.consistency = .random(in: 0..<1)
      configuration.training.maximumGradientNorm = .random(in: 0...1e9)
      configuration.training.batch = .tokens(.random(in: 1...100_000))
      // A model that training begins with has its own.
      configuration.data.source.subwordModel = nil
      configuration.training.initialModel = "runs/\(configuration.training.seed)"
      let yaml = try ConfigurationFile.yaml(configuration)
      #expect(try ConfigurationFile.parse(yaml, file: "c.yaml") == configuration)
      #expect(try Configuration(json: configuration.jsonString) == configuration)
    }
  }

  @Test func jsonIsOneLineWithSortedKeys() throws {
    let json = try Configuration().jsonString
    #expect(!json.contains("\n"))
    #expect(json.hasPrefix(#"{"data":{"shared_vocabulary":false,"source":{"lowercase":false,"#))
    #expect(json == (try Configuration().jsonString))
    #expect(try Configuration(json: "{}") == Configuration())
  }

  @Test(
    arguments: [
      "", "[]", "{", "{\"model\": 5}", "{\"model\": {\"cell\": \"x\"}}",
      "{\"training\": {\"batch\": {}}}", String(repeating: "[", count: 100_000),
      "{\"training\": {\"epochs\": 1e30}}", "\u{0}",
    ])
  func damagedJSONIsRefused(json: String) {
    let error = #expect(throws: UserError.self) { try Configuration(json: json) }
    #expect(error?.kind == .badData)
  }

  @Test func jsonThatCannotBeRunIsRefused() {
    let error = #expect(throws: UserError.self) {
      try Configuration(json: "{\"model\": {\"hidden_size\": 9223372036854775807}}")
    }
    #expect(
      error?.description
        == "model.hidden_size is 9223372036854775807; choose a whole number from 1 to 65536")
  }

  @Test func numbersThatAreNotFiniteAreNotWritten() {
    var configuration = Configuration()
    configuration.model.dropout = .nan
    #expect(throws: UserError.self) { try ConfigurationFile.yaml(configuration) }
    #expect(throws: UserError.self) { try configuration.jsonString }
  }
}
