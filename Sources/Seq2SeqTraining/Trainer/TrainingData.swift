import Seq2SeqModels
import Seq2SeqText

/// The corpora of a run and the vocabularies that come from them.
struct TrainingData: Sendable {
  let train: LoadedCorpus
  let validation: RawPairs?
  /// The validation pairs in numbers, the empty and the long ones too.
  let encodedValidation: EncodedCorpus?
  /// What errors at target tokens count, if a file says so.
  let tokenWeights: TokenWeightsFile?

  init(_ configuration: Configuration, threads: Int) throws {
    guard let files = configuration.data.train else {
      throw UserError(
        .usage, "there is no training data", remedy: "name a file under data.train")
    }
    train = try CorpusLoader.load(
      files.corpus, source: configuration.data.source.sideOptions,
      target: configuration.data.target.sideOptions,
      sharedVocabulary: configuration.data.sharedVocabulary, threads: threads)
    tokenWeights = try configuration.training.tokenWeights.map { [train] path in
      try TokenWeightsFile(
        path: path, vocabulary: train.targetVocabulary,
        pipeline: configuration.data.target.pipeline)
    }
    let validation = try configuration.data.validation.map { try CorpusReader.pairs($0.corpus) }
    self.validation = validation
    encodedValidation = validation.map { [train] pairs in
      EncodedCorpus(
        pairs, source: (configuration.data.source.pipeline, train.sourceVocabulary),
        target: (configuration.data.target.pipeline, train.targetVocabulary))
    }
  }

  /// A number that changes when the training pairs or the vocabularies do (FNV-1a, 64 bits).
  var fingerprint: String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func add(_ value: UInt64) { hash = (hash ^ value) &* 0x100_0000_01b3 }
    for index in 0..<train.corpus.count {
      for token in train.corpus.source(index) { add(UInt64(UInt32(bitPattern: token))) }
      add(.max)
      for token in train.corpus.target(index) { add(UInt64(UInt32(bitPattern: token))) }
      add(.max - 1)
    }
    for vocabulary in [train.sourceVocabulary, train.targetVocabulary] {
      for byte in vocabulary.serialized() { add(UInt64(byte)) }
    }
    return String(hash, radix: 16)
  }
}

extension DataFiles {
  /// What the corpus reader calls these files.
  var corpus: CorpusFiles {
    switch self {
    case .pairs(let path): .tsv(path)
    case .parallel(let source, let target): .parallel(source: source, target: target)
    }
  }
}
