import Foundation
import Seq2Seq
import Testing

@testable import Seq2SeqTraining

/// Training on pieces of words: the model file stands alone, runs repeat and resume to the bit.
@Suite struct SubwordTrainingTests {
  private static let kinds: [TokenizerKind] = [.bpe, .unigram]

  private func configuration(
    _ task: TinyTask, _ kind: TokenizerKind, sampling: Double = 0, shared: Bool = false
  ) -> Configuration {
    var configuration = task.configuration
    for side in [\DataConfiguration.source, \.target] {
      configuration.data[keyPath: side].tokenizer = kind
      configuration.data[keyPath: side].vocabularySize = 300
      configuration.data[keyPath: side].subwordSampling = sampling
    }
    configuration.data.sharedVocabulary = shared
    configuration.training.epochs = 2
    return configuration
  }

  @Test(arguments: kinds, [false, true])
  func sameBitsAtAnyThreadCountAndResumed(kind: TokenizerKind, shared: Bool) throws {
    let task = try TinyTask()
    defer { task.remove() }
    let configuration = configuration(task, kind, sampling: 0.3, shared: shared)
    try task.train(configuration, into: "one", threads: 1)
    let model = try task.bytes("one/model.safetensors")
    let checkpoint = try task.bytes("one/checkpoint.safetensors")
    try task.train(configuration, into: "three", threads: 3)
    #expect(try task.bytes("three/model.safetensors") == model)
    let trainer = try Trainer(configuration: configuration, output: task.path("stopped"))
    _ = try trainer.train { event in
      if case .report(let report, _) = event, report.update == 6 { trainer.stop() }
    }
    try task.train(configuration, into: "stopped", resume: true, threads: 2)
    #expect(try task.bytes("stopped/model.safetensors") == model)
    #expect(try task.bytes("stopped/checkpoint.safetensors") == checkpoint)
  }

  /// The model file is enough: neither the training text nor a `.model` file is read again.
  @Test(arguments: kinds)
  func theModelFileStandsAlone(kind: TokenizerKind) throws {
    let task = try TinyTask()
    try task.train(configuration(task, kind), into: "run")
    let bytes = try task.bytes("run/model.safetensors")
    task.remove()
    let other = try TinyTask()
    defer { other.remove() }
    try bytes.write(to: other.folder.appending(path: "moved.safetensors"))
    let model = try Seq2SeqModel(path: other.path("moved.safetensors"))
    let subwords = try #require(model.targetPipeline.subwordModel)
    #expect(subwords.kind == kind)
    #expect(model.targetVocabulary.count == subwords.count + 3)
    let text = "abc 한글 e\u{301}🎉"
    #expect(
      model.sourcePipeline.text(from: model.sourcePipeline.tokens(in: text))
        == text.precomposedStringWithCanonicalMapping)
    let translator = try Translator(model: model)
    let lines = ["abc", "", "한글 텍스트", "\u{0}▁\u{2028}", "abc"]
    let translations = try translator.translate(lines)
    #expect(translations.count == lines.count && translations[0] == translations[4])
    #expect(try translator.translate([lines[2]])[0] == translations[2])
    // No character is unknown.
    #expect(
      !model.sourceVocabulary.identifiers(of: model.sourcePipeline.tokens(in: text)).contains(1))
  }

  /// Any damage to the file is one line.
  @Test func damagedModelFilesAreRefused() throws {
    let task = try TinyTask()
    defer { task.remove() }
    var small = configuration(task, .bpe)
    small.model.hiddenSize = 4
    small.model.encoder.hiddenSize = 4
    small.model.embeddingSize = 2
    small.training.epochs = 1
    try task.train(small, into: "run")
    let bytes = try task.bytes("run/model.safetensors")
    let path = task.path("damaged.safetensors")
    let model = try Seq2SeqModel(path: task.path("run"))
    let subwords = try #require(model.sourcePipeline.subwordModel).serialized
    let range = try #require(bytes.range(of: Data(subwords)))
    for position in stride(from: range.lowerBound, to: range.upperBound, by: 97) {
      var damaged = bytes
      damaged[position] ^= 0x10
      try damaged.write(to: URL(fileURLWithPath: path))
      let error = #expect(throws: UserError.self) { try Seq2SeqModel(path: path) }
      #expect(error?.file == path && error?.kind == .badData)
      #expect(error?.description.contains("\n") == false)
    }
  }

  @Test(arguments: kinds)
  func aGivenModelIsReadOnceAndKept(kind: TokenizerKind) throws {
    let task = try TinyTask()
    defer { task.remove() }
    let words = Vocabulary(counts: ["abc": 9, "fed": 5, "cab": 4])
    let given = try SubwordModel.train(kind, words: words, size: 270)
    let path = task.path("given.model")
    try Data(given.serialized).write(to: URL(fileURLWithPath: path))
    var configuration = configuration(task, kind)
    configuration.training.epochs = 1
    configuration.data.source.vocabularySize = nil
    configuration.data.source.subwordModel = path
    let trainer = try Trainer(configuration: configuration, output: task.path("run"))
    #expect(
      trainer.corpusReports[0].summaryLines.contains(
        "  source: the \(given.count) \(kind.rawValue) pieces of \(path)"))
    _ = try trainer.train()
    try FileManager.default.removeItem(atPath: path)
    let model = try Seq2SeqModel(path: task.path("run"))
    #expect(model.sourcePipeline.subwordModel == given)
    #expect(model.targetPipeline.subwordModel != given)
  }

  @Test func whatCannotBeReadIsOneLine() throws {
    let task = try TinyTask()
    defer { task.remove() }
    var configuration = configuration(task, .bpe)
    func error(_ path: String) -> UserError? {
      configuration.data.source.vocabularySize = nil
      configuration.data.source.subwordModel = path
      return #expect(throws: UserError.self) {
        try Trainer(configuration: configuration, output: task.path("run"))
      }
    }
    #expect(error(task.path("missing"))?.kind == .missingInput)
    #expect(error(task.path("train.tsv"))?.problem == "this is not a whole SentencePiece model")
    let unigram = try SubwordModel.train(.unigram, words: Vocabulary(counts: ["ab": 3]), size: 270)
    try Data(unigram.serialized).write(to: URL(fileURLWithPath: task.path("unigram.model")))
    let other = error(task.path("unigram.model"))
    #expect(other?.file == task.path("unigram.model"))
    #expect(other?.remedy == "set the tokenizer to unigram")
    configuration.data.source.subwordModel = nil
    configuration.data.source.vocabularySize = 260
    let small = #expect(throws: UserError.self) {
      try Trainer(configuration: configuration, output: task.path("run"))
    }
    #expect(small?.description.hasPrefix("data.source: vocabulary_size 260 has no room") == true)
  }

  /// With one vocabulary there is one model, of both sides' text, and counts are added.
  @Test func sharedVocabularies() throws {
    let task = try TinyTask()
    defer { task.remove() }
    for kind in [TokenizerKind.characters, .bpe] {
      var configuration = configuration(task, kind, shared: true)
      configuration.data.validation = nil
      let data = try TrainingData(configuration, threads: 2)
      #expect(data.train.sourceVocabulary == data.train.targetVocabulary)
      #expect(data.subwords.source == data.subwords.target)
      configuration.data.sharedVocabulary = false
      let apart = try TrainingData(configuration, threads: 1)
      #expect(apart.fingerprint != data.fingerprint)
      if kind == .characters {
        #expect(
          data.train.sourceVocabulary.frequency(of: "a")
            == apart.train.sourceVocabulary.frequency(of: "a")
            + apart.train.targetVocabulary.frequency(of: "a"))
      }
    }
  }

  /// Every epoch has its own cuts, the same whenever it is asked for; without sampling nothing changes.
  @Test(arguments: kinds)
  func epochsAreCutAnew(kind: TokenizerKind) throws {
    let task = try TinyTask()
    defer { task.remove() }
    let data = try TrainingData(configuration(task, kind, sampling: 0.4), threads: 2)
    let first = data.corpus(ofEpoch: 0)
    #expect(first != data.train.corpus && first.count == data.train.corpus.count)
    #expect(data.corpus(ofEpoch: 1) != first)
    #expect(data.corpus(ofEpoch: 0) == first)
    let plain = try TrainingData(configuration(task, kind), threads: 2)
    #expect(plain.corpus(ofEpoch: 3) == plain.train.corpus)
  }

  /// Error rates count words, not pieces.
  @Test func tokenErrorRateCountsWords() throws {
    let task = try TinyTask()
    defer { task.remove() }
    var configuration = configuration(task, .bpe)
    configuration.training.epochs = 1
    try task.train(configuration, into: "run")
    let translator = try Translator(model: Seq2SeqModel(path: task.path("run")))
    let pairs = try CorpusReader.pairs(.tsv(task.path("validation.tsv")))
    let metrics = try ["wer", "token_error_rate", "perplexity"].map(Metric.init(name:))
    let result = try Evaluator(translator: translator).evaluate(pairs, metrics: metrics)
    // Lines of one word each, and hypotheses that are hardly ever right.
    #expect((result.metrics[1].value.value) >= result.metrics[0].value.value)
    #expect(result.metrics[2].value.value.isFinite)
  }
}
