import Seq2Seq
import Testing

@testable import Seq2SeqLab

/// The verdicts of the lessons that compare trainings turn with their numbers.
@Suite struct TrainedVerdictTests {
  private func contradicted(_ results: some LessonResults) -> [String] {
    results.findings.filter { $0.verdict == .contradicted }.map(\.name)
  }

  private func memory() -> MemoryResults {
    func cell(_ name: String, far: Double, before: Double, after: Double) -> MemoryResults.Cell {
      let accuracy = [100, far]
      return MemoryResults.Cell(
        name: name, hiddenSize: 8, parameters: 10, accuracy: accuracy, lowest: accuracy,
        highest: accuracy, before: .init([[1, before]]), after: .init([[2, 2 * after]]))
    }
    return MemoryResults(
      letterCount: 8, fillerCount: 8, chance: 12.5, distances: [1, 80], nearest: 1, farthest: 80,
      trainingPairs: 10, testPairsPerDistance: 4, repetitions: 1,
      rnn: cell("rnn", far: 40, before: 1e-5, after: 1e-6),
      gru: cell("gru", far: 99, before: 1e-4, after: 0.1),
      lstm: cell("lstm", far: 100, before: 0.1, after: 0.5))
  }

  @Test func memoryTurnsWithItsNumbers() {
    #expect(contradicted(memory()).isEmpty)
    var results = memory()
    results.rnn.accuracy[1] = 95
    results.lstm.accuracy[1] = 89
    #expect(contradicted(results) == ["plain_rnn_forgets", "lstm_holds"])
    results = memory()
    results.rnn.before.reach = 0.5
    results.gru.after.reach = 5e-6
    #expect(
      contradicted(results) == [
        "plain_gradients_vanish_or_explode", "gru_gradients_reach_further",
      ])
    results.rnn.before.reach = 2_000
    #expect(contradicted(results) == ["gru_gradients_reach_further"])
  }

  @Test func reachIsAGeometricMean() {
    #expect(abs(MemoryResults.Flow([[1, 0.5, 0.01], [2, 1, 2]]).reach - 0.1) < 1e-12)
    #expect(MemoryResults.Flow([[0, 0]]).reach == 0)
    #expect(MemoryResults.Flow([]).reach == 0)
  }

  @Test func gradientsFadeOverFillersOfAPlainNetwork() throws {
    var configuration = Configuration()
    configuration.data.source.tokenizer = .characters
    configuration.data.target.tokenizer = .characters
    configuration.model.cell = .rnn
    configuration.model.embeddingSize = 4
    configuration.model.hiddenSize = 6
    configuration.model.encoder.bidirectional = false
    configuration.model.context = .lastState
    configuration.model.attention = .none
    configuration.model.bridge = .copy
    let letters = Vocabulary(counts: ["A": 1, "B": 1, "a": 1, "b": 1])
    let model = try Seq2SeqModel(
      configuration: configuration, sourceVocabulary: letters, targetVocabulary: letters)
    let pairs = (0..<20).map { _ in TextPair(source: "Aabba", target: "A") }
    let norms = try GradientProbe(model).norms(pairs)
    #expect(norms.hidden.count == 5)
    #expect(norms.hidden.allSatisfy { $0 > 0 && $0.isFinite })
    #expect(norms.cell == nil)
    // The mean over equal pairs is the norm of one, however many shards they fill.
    let one = try GradientProbe(model).norms(Array(pairs.prefix(1)))
    for (mean, single) in zip(norms.hidden, one.hidden) { #expect(abs(mean - single) < 1e-6) }
    // With no way back through time nothing but the last state is reached.
    let recurrent = try #require(model.parameters["encoder.layer0.forward.recurrentWeight"])
    model.parameters.values.withFloats(recurrent.range) { $0.update(repeating: 0) }
    let cut = try GradientProbe(model).norms(pairs)
    #expect(cut.hidden.dropLast().allSatisfy { $0 == 0 })
    #expect((cut.hidden.last ?? 0) > 0)
  }

  @Test func contextTurnsWithItsNumbers() {
    func system(_ short: Double, _ long: Double) -> ContextResults.System {
      .init(
        hiddenSize: 8, contextSize: 8, parameters: 10, letters: [short, long],
        exactMatch: [short, long], short: short, long: long, shortMatch: short, longMatch: long)
    }
    var results = ContextResults(
      letterCount: 52, shortest: 4, longest: 5, shortLimit: 4, longLimit: 5, lengths: [4, 5],
      trainingPairs: 10, testPairsPerLength: 2, vector: system(90, 20), wideVector: system(95, 50),
      attention: system(99, 98), pointed: 80, pointedNearby: 95, maps: [], examples: [])
    #expect(contradicted(results).isEmpty)
    results.vector = system(90, 85)
    results.wideVector = system(95, 90)
    results.pointedNearby = 50
    #expect(
      contradicted(results) == [
        "vector_loses_long_sources", "attention_leads_on_whole_strings",
        "larger_vector_is_no_remedy", "attention_points_to_what_is_needed",
      ])
    results.attention.long = 89
    #expect(contradicted(results).contains("attention_keeps_long_sources"))
  }

  @Test func teacherForcingTurnsWithItsNumbers() {
    func setting(
      speed: Double, drift: Double, falls: Double, free: Double, lastDrift: Double
    ) -> TeacherForcingResults.Setting {
      .init(
        ratio: 1, schedule: "constant", finalRatio: 1, shares: [100], forced: .init([[speed]]),
        free: .init([[free]]), speed: speed, drift: drift, falls: falls,
        lastForced: free + lastDrift, lastFree: free, lastDrift: lastDrift)
    }
    let between = setting(speed: 70, drift: 8, falls: 3, free: 85, lastDrift: 4)
    var results = TeacherForcingResults(
      letterCount: 4, shortest: 2, longest: 3, trainingPairs: 10, testPairs: 4, hiddenSize: 8,
      repetitions: 1, updates: [1],
      truth: setting(speed: 80, drift: 14, falls: 2, free: 84, lastDrift: 8), half: between,
      own: setting(speed: 60, drift: 5, falls: 6, free: 75, lastDrift: 3), linear: between,
      inverseSigmoid: between)
    #expect(contradicted(results).isEmpty)
    results.linear.speed = 81
    results.inverseSigmoid.drift = 4
    #expect(contradicted(results) == ["linear_lies_between", "inverse_sigmoid_lies_between"])
    results.own.lastFree = 83
    results.own.falls = 1
    results.truth.lastDrift = 1
    #expect(
      contradicted(results).starts(with: [
        "truth_converges_steadily", "truth_drifts", "own_guesses_learn_slowly",
      ]))
    results.own.speed = 79
    #expect(contradicted(results).first == "truth_converges_fast")
  }

  @Test func aRecallAsksForItsFirstLetter() {
    let generator = RandomSource(seed: 1, update: 0).generator(stream: 0)
    let task = RecallTask(
      distances: [1, 5], trainingPairs: 50, testPairsPerDistance: 3, generator)
    #expect(task.training.count == 50)
    #expect(task.training.allSatisfy { (2...6).contains($0.source.count) })
    #expect(task.test.map { $0.map(\.source.count) } == [[2, 2, 2], [6, 6, 6]])
    for pair in task.training + task.test.joined() {
      #expect(pair.target == String(pair.source.prefix(1)))
      #expect(pair.source.dropFirst().allSatisfy(RecallTask.fillers.contains))
    }
  }

  @Test func lettersOfAReversalNeedNotRepeat() {
    let generator = RandomSource(seed: 1, update: 0).generator(stream: 0)
    let size = ReversalTask.Size(
      letters: Array("abcdef"), lengths: 2...5, longestTested: 5, trainingPairs: 40,
      testPairsPerLength: 3, letterMayRepeat: false)
    let task = ReversalTask(size, generator)
    #expect((task.training + task.test).allSatisfy { Set($0.source).count == $0.source.count })
  }
}
