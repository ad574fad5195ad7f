import Seq2Seq

extension VariableLengthResults {
  private static let embeddingSize = 32
  private static let classifierHiddenSize = 256
  private static let hiddenSize = 96
  private static let batch = 64
  private static func size(_ bench: Workbench) -> ReversalTask.Size {
    ReversalTask.Size(
      letters: Array("abcdefghijklmnop"), lengths: 2...8, longestTested: 10, trainingPairs: 8_000,
      testPairsPerLength: bench.testCount(60))
  }

  static func measure(on bench: Workbench) throws -> VariableLengthResults {
    let task = ReversalTask(size(bench), bench.generator(stream: 0))
    let configuration = configuration()
    let model = try bench.train(configuration, on: task.training, name: "encoder-decoder")
    let translator = try Translator(model: model, threads: bench.threads)
    let sources = task.test.map(\.source)
    let anagrams = anagrams(of: task)
    var answers: [[String]] = [
      try translator.translate(sources + anagrams.map(\.source)).map(\.text)
    ]
    var parameters = [model.parameters.count]
    for features in FixedFeatures.allCases {
      let classifier = PositionClassifier(
        features, places: task.size.lengths.upperBound, embeddingSize: embeddingSize,
        hiddenSize: classifierHiddenSize, vocabulary: model.sourceVocabulary, seed: bench.seed)
      answers.append(
        try answer(
          sources + anagrams.map(\.source), by: classifier, features, task, model, bench))
      parameters.append(classifier.store.count)
    }
    return VariableLengthResults(
      task, anagrams, answers: (answers[1], answers[2], answers[0]),
      parameters: (parameters[1], parameters[2], parameters[0]))
  }

  private static func configuration() -> Configuration {
    var configuration = Configuration()
    configuration.data.source.tokenizer = .characters
    configuration.data.target.tokenizer = .characters
    configuration.model.embeddingSize = embeddingSize
    configuration.model.hiddenSize = hiddenSize
    configuration.model.encoder.hiddenSize = hiddenSize / 2
    configuration.model.dropout = 0
    configuration.training.batch = .sentences(batch)
    configuration.training.learningRate = 0.003
    configuration.training.labelSmoothing = 0
    configuration.decoding.beamSize = 1
    return configuration
  }

  /// Trains a classifier on the same batches and lets it answer.
  private static func answer(
    _ sources: [String], by classifier: PositionClassifier, _ features: FixedFeatures,
    _ task: ReversalTask, _ model: Seq2SeqModel, _ bench: Workbench
  ) throws -> [String] {
    let vocabulary = model.sourceVocabulary
    func numbers(_ text: String) -> [Int32] {
      vocabulary.identifiers(of: model.sourcePipeline.tokens(in: text))
    }
    let corpus = EncodedCorpus(
      sources: task.training.map { numbers($0.source) },
      targets: task.training.map { numbers($0.target) })
    let name = "classifier on \(features.rawValue)"
    bench.say("\(name): training on \(corpus.count) pairs, \(bench.updates) updates")
    let training = try ClassifierTraining(classifier, threads: bench.threads)
    try training.train(corpus, model.configuration.training) { update, loss in
      bench.say("\(name): update \(update), loss \(loss.fixed(3))")
    }
    return try training.answers(sources.map(numbers)).map { answer in
      model.targetPipeline.text(from: answer.map(vocabulary.token))
    }
  }

  /// The first test string of four different letters, turned round and round.
  private static func anagrams(of task: ReversalTask) -> [TextPair] {
    let first = task.test.first { $0.source.count == 4 && Set($0.source).count == 4 }
    guard let letters = first.map({ Array($0.source) }) else { return [] }
    return letters.indices.map { turn in
      let turned = String(letters[turn...] + letters[..<turn])
      return TextPair(source: turned, target: String(turned.reversed()))
    }
  }

  private init(
    _ task: ReversalTask, _ anagramPairs: [TextPair],
    answers: (mean: [String], window: [String], encoderDecoder: [String]),
    parameters: (mean: Int, window: Int, encoderDecoder: Int)
  ) {
    let trained = task.size.lengths
    let all = Array(trained.lowerBound...task.size.longestTested)
    let byLength = all.map { length in
      task.test.indices.filter { task.test[$0].source.count == length }
    }
    func system(_ answers: [String], _ parameters: Int) -> System {
      let exact = byLength.map { indices in
        percent(indices.count { answers[$0] == task.test[$0].target }, of: indices.count)
      }
      return System(
        parameters: parameters, exactMatch: exact,
        seen: Array(exact.prefix(trained.count)).mean,
        unseen: Array(exact.dropFirst(trained.count)).mean)
    }
    func example(_ index: Int, _ pair: TextPair) -> Example {
      Example(
        source: pair.source, reference: pair.target, mean: answers.mean[index],
        window: answers.window[index], encoderDecoder: answers.encoderDecoder[index])
    }
    letterCount = task.size.letters.count
    (shortest, longest) = (trained.lowerBound, trained.upperBound)
    lengths = all
    trainingPairs = task.training.count
    testPairsPerLength = task.size.testPairsPerLength
    batch = VariableLengthResults.batch
    embeddingSize = VariableLengthResults.embeddingSize
    classifierHiddenSize = VariableLengthResults.classifierHiddenSize
    hiddenSize = VariableLengthResults.hiddenSize
    mean = system(answers.mean, parameters.mean)
    window = system(answers.window, parameters.window)
    encoderDecoder = system(answers.encoderDecoder, parameters.encoderDecoder)
    orderlessBound = byLength.map { ReversalTask.orderlessBound($0.map { task.test[$0].source }) }
    orderlessBoundSeen = Array(orderlessBound.prefix(trained.count)).mean
    examples = byLength.compactMap(\.first).map { example($0, task.test[$0]) }
    anagrams = anagramPairs.enumerated().map { example(task.test.count + $0, $1) }
    rule = Rule()
  }
}
