import Seq2SeqDecoding
import Seq2SeqModels
import Seq2SeqText
import Testing

/// The search's way, one step after another and each row with its own sentence, comes to what training's
/// way comes to over all steps at once.
@Suite struct StepByStepTests {
  @Test(arguments: ModelVariant.allCases)
  func forcedTargetsAreAsProbableAsInTraining(_ variant: ModelVariant) throws {
    let task = try TinyTask()
    defer { task.remove() }
    var configuration = task.configuration
    variant.change(&configuration)
    try expectSteps(task, configuration)
  }

  @Test(arguments: CellKind.allCases)
  func forcedTargetsOfEveryCellAreAsProbableAsInTraining(_ cell: CellKind) throws {
    let task = try TinyTask()
    defer { task.remove() }
    try expectSteps(task, task.configuration(cell))
  }

  private func expectSteps(_ task: TinyTask, _ configuration: Configuration) throws {
    var configuration = configuration
    configuration.training.epochs = 1
    try task.train(configuration, into: "run")
    let model = try Seq2SeqModel(path: task.path("run"))
    let translator = try Translator(model: model, threads: 1)
    let sources = ["abcde", "fa", "b", "ccddeeff", "afbecd"]
    let targets = ["edcba", "a", "", "ffeeddcc", "bb"]
    let scores = try translator.score(sources: sources, targets: targets)
    for ((source, target), score) in zip(zip(sources, targets), scores) {
      let corpus = EncodedCorpus(
        RawPairs(sources: [source], targets: [target], report: CorpusReport(name: "test")),
        source: (model.sourcePipeline, model.sourceVocabulary),
        target: (model.targetPipeline, model.targetVocabulary),
        copying: configuration.model.copying)
      let sums = try translator.lossSums(of: [Shard(corpus, pairs: [0])], smoothing: 0)
      #expect(sums.tokens == score.tokens)
      #expect(
        abs(sums.negativeLogLikelihood + score.logProbability) < 1e-4, "\(source) \(target)")
    }
  }
}
