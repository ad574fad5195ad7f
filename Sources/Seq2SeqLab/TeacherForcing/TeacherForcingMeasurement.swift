import Seq2Seq

extension TeacherForcingResults {
  private static let hiddenSize = 64
  private static let repetitions = 3
  private static let validations = 20

  static func measure(on bench: Workbench) throws -> TeacherForcingResults {
    let task = ReversalTask(
      ReversalTask.Size(
        letters: Array("abcdefghijklmnop"), lengths: 4...10, longestTested: 10,
        trainingPairs: 6_000, testPairsPerLength: bench.testCount(40)),
      bench.generator(stream: 0))
    func setting(
      _ name: String, ratio: Double, _ schedule: TeacherForcing.Schedule, final: Double
    ) throws -> Setting {
      var forcing = TeacherForcing()
      (forcing.ratio, forcing.schedule, forcing.finalRatio) = (ratio, schedule, final)
      return try measure(forcing, task, bench, name: name)
    }
    return TeacherForcingResults(
      letterCount: task.size.letters.count, shortest: task.size.lengths.lowerBound,
      longest: task.size.lengths.upperBound, trainingPairs: task.training.count,
      testPairs: task.test.count, hiddenSize: hiddenSize, repetitions: repetitions,
      updates: validated(bench),
      truth: try setting("truth", ratio: 1, .constant, final: 1),
      half: try setting("half", ratio: 0.5, .constant, final: 0.5),
      own: try setting("own", ratio: 0, .constant, final: 0),
      linear: try setting("linear", ratio: 1, .linear, final: 0),
      inverseSigmoid: try setting("inverse-sigmoid", ratio: 1, .inverseSigmoid, final: 0))
  }

  private static func interval(_ bench: Workbench) -> Int { max(1, bench.updates / validations) }

  /// The updates after which a training is validated.
  private static func validated(_ bench: Workbench) -> [Int] {
    Array(stride(from: interval(bench), through: bench.updates, by: interval(bench)))
  }

  private static func measure(
    _ forcing: TeacherForcing, _ task: ReversalTask, _ bench: Workbench, name: String
  ) throws -> Setting {
    let updates = validated(bench)
    var (forced, free): ([[Double]], [[Double]]) = ([], [])
    for (index, seed) in bench.seeds(repetitions).enumerated() {
      var heard: [Int: (forced: Double, free: Double)] = [:]
      _ = try bench.train(
        configuration(forcing), on: task.training, name: "\(name)-\(index + 1)", seed: seed,
        watch: Watch(pairs: task.test, interval: interval(bench)) { report in
          heard[report.update] = (
            report.metrics[Metric.accuracy.name] ?? 0,
            report.metrics[Metric.freeRunningAccuracy.name] ?? 0
          )
        })
      forced.append(updates.map { heard[$0]?.forced ?? 0 })
      free.append(updates.map { heard[$0]?.free ?? 0 })
    }
    return Setting(
      forcing, shares: updates.map { 100 * forcing.share(update: $0, of: bench.updates) },
      forced: forced, free: free)
  }

  /// No attention: the decoder has little to go by but its state and what it has read of the output.
  private static func configuration(_ forcing: TeacherForcing) -> Configuration {
    var configuration = Configuration()
    configuration.data.source.tokenizer = .characters
    configuration.data.target.tokenizer = .characters
    configuration.model.embeddingSize = 32
    configuration.model.hiddenSize = hiddenSize
    configuration.model.encoder.hiddenSize = hiddenSize / 2
    configuration.model.context = .lastState
    configuration.model.attention = .none
    configuration.model.dropout = 0
    configuration.training.learningRate = 0.003
    // The learning rate must not depend on how validations come out.
    configuration.training.schedule.kind = .constant
    configuration.training.earlyStopping.patience = 0
    configuration.training.labelSmoothing = 0
    configuration.training.teacherForcing = forcing
    configuration.evaluation.metrics = [Metric.freeRunningAccuracy.name]
    return configuration
  }
}

extension TeacherForcingResults.Setting {
  fileprivate init(
    _ forcing: TeacherForcing, shares: [Double], forced: [[Double]], free: [[Double]]
  ) {
    ratio = forcing.ratio
    schedule = forcing.schedule.rawValue
    finalRatio = forcing.finalRatio
    self.shares = shares
    self.forced = TeacherForcingResults.Curve(forced)
    self.free = TeacherForcingResults.Curve(free)
    speed = self.forced.mean.mean
    drift = zip(self.forced.mean, self.free.mean).map { $0 - $1 }.mean
    falls =
      forced.map { run in zip(run, run.dropFirst()).map { max(0, $0 - $1) }.reduce(0, +) }.mean
    lastForced = self.forced.mean.last ?? 0
    lastFree = self.free.mean.last ?? 0
    lastDrift = lastForced - lastFree
  }
}
