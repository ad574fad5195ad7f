import Seq2Seq

extension ContextResults {
  private static let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
  fileprivate static let shortLimit = 10
  fileprivate static let longLimit = 18
  private static let hiddenSize = 64
  private static let wideHiddenSize = 160
  /// The lengths of the sources whose attention is drawn.
  private static let drawn = [8, 20]
  /// Sources of each length whose attention is counted.
  private static let counted = 3

  static func measure(on bench: Workbench) throws -> ContextResults {
    let task = ReversalTask(
      ReversalTask.Size(
        letters: letters, lengths: 4...24, longestTested: 24, trainingPairs: 12_000,
        testPairsPerLength: bench.testCount(20), letterMayRepeat: false),
      bench.generator(stream: 0))
    let sources = task.test.map(\.source)
    func translator(_ kind: ContextKind, _ size: Int, _ name: String) throws -> Translator {
      try Translator(
        model: try bench.train(configuration(kind, size), on: task.training, name: name),
        threads: bench.threads)
    }
    let vector = try translator(.lastState, hiddenSize, "vector")
    let wide = try translator(.lastState, wideHiddenSize, "wide-vector")
    let attention = try translator(.allStates, hiddenSize, "attention")
    let answers = try [vector, wide, attention].map { try $0.translate(sources).map(\.text) }
    return try ContextResults(
      task,
      System(vector.model, task, answers[0]), System(wide.model, task, answers[1]),
      System(attention.model, task, answers[2]), answers: answers, attending: attention)
  }

  private static func configuration(_ context: ContextKind, _ size: Int) -> Configuration {
    var configuration = Configuration()
    configuration.data.source.tokenizer = .characters
    configuration.data.target.tokenizer = .characters
    configuration.model.embeddingSize = 32
    configuration.model.hiddenSize = size
    configuration.model.encoder.hiddenSize = size / 2
    configuration.model.context = context
    configuration.model.attention = context == .allStates ? .general : .none
    configuration.model.dropout = 0
    configuration.training.learningRate = 0.003
    configuration.training.labelSmoothing = 0
    configuration.decoding.beamSize = 1
    return configuration
  }

  private init(
    _ task: ReversalTask, _ vector: System, _ wideVector: System, _ attention: System,
    answers: [[String]], attending: Translator
  ) throws {
    let byLength = ContextResults.byLength(task)
    letterCount = task.size.letters.count
    (shortest, longest) = (task.size.lengths.lowerBound, task.size.lengths.upperBound)
    (shortLimit, longLimit) = (ContextResults.shortLimit, ContextResults.longLimit)
    lengths = Array(task.size.lengths)
    trainingPairs = task.training.count
    testPairsPerLength = task.size.testPairsPerLength
    (self.vector, self.wideVector, self.attention) = (vector, wideVector, attention)
    let counted = try byLength.flatMap { $0.prefix(ContextResults.counted) }.map {
      try attending.attention(task.test[$0].source)
    }
    (pointed, pointedNearby) = ContextResults.pointed(counted)
    let drawn = byLength.filter { indices in
      indices.first.map { ContextResults.drawn.contains(task.test[$0].source.count) } ?? false
    }.compactMap(\.first)
    maps = try drawn.map { index in
      let map = try attending.attention(task.test[index].source)
      return Map(source: map.sourceTokens, output: map.targetTokens, weights: map.weights)
    }
    let shown = stride(from: 0, to: byLength.count, by: 4).compactMap { byLength[$0].first }
    examples = shown.map { index in
      Example(
        source: task.test[index].source, reference: task.test[index].target,
        vector: answers[0][index], wideVector: answers[1][index], attention: answers[2][index])
    }
  }

  /// The numbers of the test pairs of each length.
  fileprivate static func byLength(_ task: ReversalTask) -> [[Int]] {
    task.size.lengths.map { length in
      task.test.indices.filter { task.test[$0].source.count == length }
    }
  }

  /// How often the most attention lies on the letter that has to be written, and on it or beside it.
  private static func pointed(_ maps: [AttentionMap]) -> (exactly: Double, nearby: Double) {
    var (steps, exactly, nearby) = (0, 0, 0)
    for map in maps {
      for (step, weights) in map.weights.prefix(map.sourceTokens.count).enumerated() {
        let place = weights.indices.max { weights[$0] < weights[$1] } ?? 0
        let distance = abs(map.sourceTokens.count - 1 - step - place)
        steps += 1
        exactly += distance == 0 ? 1 : 0
        nearby += distance <= 1 ? 1 : 0
      }
    }
    return (percent(exactly, of: steps), percent(nearby, of: steps))
  }
}

extension ContextResults.System {
  fileprivate init(_ model: Seq2SeqModel, _ task: ReversalTask, _ answers: [String]) {
    let byLength = ContextResults.byLength(task)
    let lengths = Array(task.size.lengths)
    hiddenSize = model.configuration.model.hiddenSize
    contextSize = model.configuration.model.encoderWidth
    parameters = model.parameters.count
    letters = byLength.map { indices in
      let right = indices.map { index in
        zip(answers[index], task.test[index].target).count { $0 == $1 }
      }
      let all = indices.map { task.test[$0].target.count }
      return percent(right.reduce(0, +), of: all.reduce(0, +))
    }
    exactMatch = byLength.map { indices in
      percent(indices.count { answers[$0] == task.test[$0].target }, of: indices.count)
    }
    func mean(_ values: [Double], _ isChosen: (Int) -> Bool) -> Double {
      zip(lengths, values).filter { isChosen($0.0) }.map(\.1).mean
    }
    short = mean(letters) { $0 <= ContextResults.shortLimit }
    long = mean(letters) { $0 >= ContextResults.longLimit }
    shortMatch = mean(exactMatch) { $0 <= ContextResults.shortLimit }
    longMatch = mean(exactMatch) { $0 >= ContextResults.longLimit }
  }
}
