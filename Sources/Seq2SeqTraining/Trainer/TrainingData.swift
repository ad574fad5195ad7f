import Seq2SeqModels
import Seq2SeqTensors
import Seq2SeqText

/// The corpora of a run, and the vocabularies and subword models that come from them.
struct TrainingData: Sendable {
  let train: LoadedCorpus
  let subwords: SubwordModels
  let validation: RawPairs?
  /// The validation pairs in numbers, the empty and the long ones too.
  let encodedValidation: EncodedCorpus?
  /// What errors at target tokens count, if a file says so.
  let tokenWeights: TokenWeightsFile?
  private let data: DataConfiguration
  private let seed: UInt64
  private let threads: Int

  /// - Parameter initial: the model that the run begins with, whose tokens are taken, if it begins with one.
  init(_ configuration: Configuration, initial: InitialModel? = nil, threads: Int) throws {
    data = configuration.data
    seed = configuration.training.seed
    self.threads = threads
    guard let files = data.train else {
      throw UserError(
        .usage, "there is no training data", remedy: "name a file under data.train")
    }
    let reader = try CorpusReader(files.corpus)
    subwords =
      try initial.map(SubwordModels.init) ?? SubwordModels(data, reader, threads: threads)
    let source = try data.source.sideOptions(subwords.source)
    let target = try data.target.sideOptions(subwords.target)
    var train = try CorpusLoader.load(
      reader, source: source, target: target, vocabularies: initial?.vocabularies,
      sharedVocabulary: data.sharedVocabulary, copying: configuration.model.copying,
      threads: threads)
    train.report.notes += subwords.notes
    self.train = train
    tokenWeights = try configuration.training.tokenWeights.map { [train] path in
      try TokenWeightsFile(
        path: path, vocabulary: train.targetVocabulary, pipeline: target.pipeline)
    }
    let validation = try data.validation.map { try CorpusReader.pairs($0.corpus) }
    self.validation = validation
    encodedValidation = validation.map { [train] pairs in
      EncodedCorpus(
        pairs, source: (source.pipeline, train.sourceVocabulary),
        target: (target.pipeline, train.targetVocabulary), copying: configuration.model.copying)
    }
  }

  /// The training pairs as one epoch takes them: always the same, unless subwords are sampled.
  func corpus(ofEpoch epoch: Int) -> EncodedCorpus {
    func sampler(
      _ model: SubwordModel?, _ side: TextConfiguration, _ vocabulary: Vocabulary
    ) -> SubwordSampler? {
      guard let model, side.subwordSampling > 0 else { return nil }
      return SubwordSampler(model, rate: side.subwordSampling, vocabulary: vocabulary)
    }
    let source = sampler(subwords.source, data.source, train.sourceVocabulary)
    let target = sampler(subwords.target, data.target, train.targetVocabulary)
    guard source != nil || target != nil else { return train.corpus }
    // Apart from the random numbers of updates, which count from the same seed.
    let random = RandomSource(seed: ~seed, update: UInt64(epoch))
    return train.corpus.sampled(
      source: source, target: target,
      maximumLengths: (data.source.maximumLength, data.target.maximumLength), threads: threads
    ) { random.generator(stream: $0) }
  }

  /// A number that changes when the training pairs, the vocabularies or the subword models do (FNV-1a,
  /// 64 bits).
  var fingerprint: String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func add(_ value: UInt64) { hash = (hash ^ value) &* 0x100_0000_01b3 }
    for index in 0..<train.corpus.count {
      for token in train.corpus.source(index) { add(UInt64(UInt32(bitPattern: token))) }
      add(.max)
      for token in train.corpus.target(index) { add(UInt64(UInt32(bitPattern: token))) }
      add(.max - 1)
      guard let copies = train.corpus.copies(index) else { continue }
      for token in copies.source { add(UInt64(UInt32(bitPattern: token))) }
      for token in copies.target { add(UInt64(UInt32(bitPattern: token))) }
    }
    for vocabulary in [train.sourceVocabulary, train.targetVocabulary] {
      for byte in vocabulary.serialized() { add(UInt64(byte)) }
    }
    for model in [subwords.source, subwords.target] {
      for byte in model?.serialized ?? [] { add(UInt64(byte)) }
    }
    return String(hash, radix: 16)
  }
}

extension DataFiles {
  /// What the corpus reader calls these files.
  package var corpus: CorpusFiles {
    switch self {
    case .pairs(let path): .tsv(path)
    case .parallel(let source, let target): .parallel(source: source, target: target)
    }
  }
}
