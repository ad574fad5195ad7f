import Seq2Seq

extension MemoryResults {
  private static let distances = [1, 5, 10, 20, 40, 80]
  private static let repetitions = 3
  private static let trainingPairs = 8_000
  /// Strings whose gradients are looked at.
  private static let probed = 64

  /// Widths that give all cells about the same number of weights.
  private static func hiddenSize(_ cell: CellKind) -> Int {
    switch cell {
    case .rnn: 88
    case .gru: 48
    case .lstm: 40
    }
  }

  static func measure(on bench: Workbench) throws -> MemoryResults {
    let testPairs = bench.testCount(100)
    let task = RecallTask(
      distances: distances, trainingPairs: trainingPairs, testPairsPerDistance: testPairs,
      bench.generator(stream: 0))
    return MemoryResults(
      letterCount: RecallTask.letters.count, fillerCount: RecallTask.fillers.count,
      chance: percent(1, of: RecallTask.letters.count), distances: distances,
      nearest: distances.min() ?? 0, farthest: distances.max() ?? 0,
      trainingPairs: trainingPairs, testPairsPerDistance: testPairs, repetitions: repetitions,
      rnn: try measure(.rnn, task, bench), gru: try measure(.gru, task, bench),
      lstm: try measure(.lstm, task, bench))
  }

  private static func measure(
    _ kind: CellKind, _ task: RecallTask, _ bench: Workbench
  ) throws -> Cell {
    var accuracy: [[Double]] = []
    var (before, after): ([GradientProbe.Norms], [GradientProbe.Norms]) = ([], [])
    var parameters = 0
    let probed = Array((task.test.last ?? []).prefix(probed))
    for (index, seed) in bench.seeds(repetitions).enumerated() {
      let model = try bench.train(
        configuration(kind), on: task.training, name: "\(kind.rawValue)-\(index + 1)", seed: seed)
      let translator = try Translator(model: model, threads: bench.threads)
      accuracy.append(
        try task.test.map { pairs in
          let answers = try translator.translate(pairs.map(\.source)).map(\.text)
          return percent(zip(answers, pairs).count { $0 == $1.target }, of: pairs.count)
        })
      after.append(try GradientProbe(model).norms(probed))
      // The same seed draws the weights that the training began with.
      let fresh = try Seq2SeqModel(
        configuration: model.configuration, sourceVocabulary: model.sourceVocabulary,
        targetVocabulary: model.targetVocabulary)
      before.append(try GradientProbe(fresh).norms(probed))
      parameters = model.parameters.count
    }
    let byDistance = distances.indices.map { distance in accuracy.map { $0[distance] } }
    return Cell(
      name: kind.rawValue, hiddenSize: hiddenSize(kind), parameters: parameters,
      accuracy: byDistance.map(\.mean), lowest: byDistance.map { $0.min() ?? 0 },
      highest: byDistance.map { $0.max() ?? 0 }, before: hidden(before), after: hidden(after),
      cellStateBefore: cellState(before), cellStateAfter: cellState(after))
  }

  private static func hidden(_ norms: [GradientProbe.Norms]) -> Flow {
    Flow(norms.map { $0.hidden.reversed() })
  }

  private static func cellState(_ norms: [GradientProbe.Norms]) -> Flow? {
    let found = norms.compactMap(\.cell)
    return found.isEmpty ? nil : Flow(found.map { $0.reversed() })
  }

  /// One direction and no attention: what is not in the last state is lost.
  private static func configuration(_ kind: CellKind) -> Configuration {
    var configuration = Configuration()
    configuration.data.source.tokenizer = .characters
    configuration.data.target.tokenizer = .characters
    configuration.model.cell = kind
    configuration.model.embeddingSize = 16
    configuration.model.hiddenSize = hiddenSize(kind)
    configuration.model.encoder.bidirectional = false
    configuration.model.context = .lastState
    configuration.model.attention = .none
    configuration.model.bridge = .copy
    configuration.model.dropout = 0
    configuration.training.learningRate = 0.003
    configuration.training.labelSmoothing = 0
    configuration.decoding.beamSize = 1
    return configuration
  }
}
