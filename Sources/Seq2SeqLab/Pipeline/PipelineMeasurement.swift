import Foundation
import Seq2Seq

extension PipelineResults {
  private static let journey = TextPair(source: "I love you", target: "나는 너를 사랑해")
  private static let trainingCount = 600
  private static let testCount = 200
  private static let beam = 4

  static func measure(on bench: Workbench) throws -> PipelineResults {
    var generator = bench.generator(stream: 0)
    // Not in training, so that it has to be put together from parts.
    var pairs = EverydayPhrases.all.filter { $0 != journey }
    let count = pairs.count + 1
    generator.shuffle(&pairs)
    let training = Array(pairs.prefix(trainingCount))
    let test = Array(pairs.dropFirst(trainingCount).prefix(bench.testCount(testCount)))
    let model = try bench.train(configuration(), on: training, name: "model")
    let translator = try Translator(model: model, threads: bench.threads)
    let outputs = try translator.translate(test.map(\.source)).map(\.text)
    let right = zip(outputs, test).count { $0 == $1.target }
    let explainer = try Explainer(model: model, threads: bench.threads)
    let explanation = try explainer.explain(journey.source, reference: journey.target)
    var options = model.configuration.decoding.searchOptions
    options.nBest = beam
    let all = try Translator(model: model, options: options, threads: bench.threads)
      .translate([journey.source])
    return PipelineResults(
      model, explanation, all.first?.hypotheses ?? [], training: training, allPairs: count,
      testPairs: test.count, exactMatch: percent(right, of: test.count))
  }

  private static func configuration() -> Configuration {
    var configuration = Configuration()
    configuration.data.source.lowercase = true
    configuration.model.embeddingSize = 16
    configuration.model.hiddenSize = 32
    configuration.model.encoder.hiddenSize = 12
    configuration.model.dropout = 0.1
    configuration.training.batch = .sentences(32)
    configuration.training.learningRate = 0.01
    configuration.training.labelSmoothing = 0
    configuration.decoding.beamSize = beam
    return configuration
  }

  private init(
    _ model: Seq2SeqModel, _ explanation: Explanation, _ found: [TranslatedHypothesis],
    training: [TextPair], allPairs: Int, testPairs: Int, exactMatch: Double
  ) {
    let pair = PipelineResults.journey
    (text, reference) = (pair.source, pair.target)
    isTrained = training.contains(pair)
    self.allPairs = allPairs
    trainingPairs = training.count
    self.testPairs = testPairs
    wordsSeen = explanation.source.tokens.map { model.sourceVocabulary.frequency(of: $0.text) }
    self.exactMatch = exactMatch
    requiredExactMatch = 80
    embeddingSize = model.configuration.model.embeddingSize
    hiddenSize = model.configuration.model.decoderHiddenSize
    encoderWidth = model.configuration.model.encoderWidth
    sourceVocabularySize = model.sourceVocabulary.count
    targetVocabularySize = model.targetVocabulary.count
    parameters = model.parameters.count
    self.explanation = explanation
    embedded = PipelineResults.embeddings(of: explanation.source.tokens, model)
    hypotheses = found.map {
      Hypothesis(text: $0.text, logProbability: $0.logProbability, score: $0.score)
    }
    output = explanation.output.text
    weights = model.parameters.parameters.map {
      Weight(name: $0.name, rows: $0.rows, columns: $0.columns)
    }
    shapes = []
    shapes = Shape.Tensor.allCases.map(shape(of:))
  }

  /// The rows of the source's embedding table.
  private static func embeddings(of tokens: [ExplainedToken], _ model: Seq2SeqModel) -> [[Float]] {
    guard let table = model.parameters["encoder.embedding.weight"] else { return [] }
    return model.parameters.withWeights(of: table) { weights in
      tokens.filter { (0..<table.rows).contains($0.id) }.map { token in
        Array(weights[token.id * table.columns..<(token.id + 1) * table.columns])
      }
    }
  }

  private func shape(of tensor: Shape.Tensor) -> Shape {
    let sizes = [
      "S": explanation.source.tokens.count, "T": explanation.steps.count, "E": embeddingSize,
      "C": encoderWidth, "H": hiddenSize, "V": targetVocabularySize,
    ]
    let letters =
      switch tensor {
      case .tokens: ["S"]
      case .embedded: ["S", "E"]
      case .states: ["S", "C"]
      case .keys: ["S", "H"]
      case .initialState: ["H"]
      case .hidden, .attentional: ["T", "H"]
      case .attention: ["T", "S"]
      case .context: ["T", "C"]
      case .logits: ["T", "V"]
      }
    return Shape(tensor: tensor, letters: letters, sizes: letters.compactMap { sizes[$0] })
  }
}
