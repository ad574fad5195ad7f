import Foundation
import Seq2Seq

extension LossResults {
  private static let hiddenSize = 48
  private static let smoothings = [0, 0.05, 0.1, 0.2, 0.4]
  private static let temperatures = [0.5, 0.7, 1, 1.5, 2]
  private static func size(_ bench: Workbench) -> ReversalTask.Size {
    ReversalTask.Size(
      letters: Array("abcdefgh"), lengths: 2...6, longestTested: 6, trainingPairs: 4_000,
      testPairsPerLength: bench.testCount(20))
  }

  static func measure(on bench: Workbench) throws -> LossResults {
    let task = ReversalTask(size(bench), bench.generator(stream: 0))
    var configuration = Configuration()
    configuration.data.source.tokenizer = .characters
    configuration.data.target.tokenizer = .characters
    configuration.model.embeddingSize = 24
    configuration.model.hiddenSize = hiddenSize
    configuration.model.encoder.hiddenSize = hiddenSize / 2
    configuration.model.dropout = 0
    configuration.training.learningRate = 0.003
    configuration.training.labelSmoothing = 0
    let model = try bench.train(configuration, on: task.training, name: "model")
    let step = try PredictionStep.undecided(model, task.test)
    bench.say("loss: \(step.pair.source), step \(step.number)")
    return try LossResults(task, model, step)
  }

  private init(_ task: ReversalTask, _ model: Seq2SeqModel, _ step: PredictionStep) throws {
    let probabilities = LossResults.softmax(step.logits)
    let truth = step.logits.indices.map { $0 == Int(step.target) ? 1.0 : 0 }
    let differences = zip(probabilities, truth).map { $0 - $1 }
    let (sums, gradient) = try step.loss(smoothing: 0)
    let slopes = try step.slopes()
    let targetIndex = Int(step.target)
    tokens = step.logits.indices.map { index in
      Token(
        token: model.targetVocabulary.token(of: Int32(truncatingIfNeeded: index)),
        logit: step.logits[index], probability: probabilities[index], truth: truth[index],
        difference: differences[index], gradient: gradient[index], slope: slopes[index])
    }
    loss = sums.loss
    lossByHand = -log(probabilities[targetIndex])
    targetProbability = probabilities[targetIndex]
    gradientSum = gradient.reduce(0, +)
    gradientError = LossResults.distance(gradient, differences)
    slopeError = LossResults.distance(slopes, differences)
    let moved = try step.probabilities(of: zip(step.logits, gradient).map { $0 - $1 })
    movedProbability = moved[targetIndex]
    movedLoss = -log(moved[targetIndex])
    smoothing = try LossResults.smoothings.map { smoothing in
      try LossResults.smoothed(step, smoothing, probabilities, truth)
    }
    let names = tokens.map(\.token)
    temperatures = try LossResults.temperatures.map { temperature in
      let heated = try step.probabilities(of: step.logits.map { $0 / temperature })
      let best = heated.indices.max { heated[$0] < heated[$1] } ?? 0
      return Temperature(
        temperature: temperature, probabilities: heated, entropy: LossResults.entropy(heated),
        best: names[best])
    }
    letterCount = task.size.letters.count
    trainingPairs = task.training.count
    (shortest, longest) = (task.size.lengths.lowerBound, task.size.lengths.upperBound)
    hiddenSize = LossResults.hiddenSize
    vocabularySize = model.targetVocabulary.count
    (source, reference) = (step.pair.source, step.pair.target)
    prefix = step.prefix
    self.step = step.number
    target = names[targetIndex]
  }

  /// The step's loss and gradient with a smoothed truth q = (1 - e) y + e / V.
  private static func smoothed(
    _ step: PredictionStep, _ smoothing: Double, _ probabilities: [Double], _ truth: [Double]
  ) throws -> Smoothing {
    let soft = truth.map { (1 - smoothing) * $0 + smoothing / Double(truth.count) }
    let (sums, gradient) = try step.loss(smoothing: Float(smoothing))
    return Smoothing(
      smoothing: smoothing, loss: sums.loss, lowestLoss: entropy(soft),
      targetAtRest: soft[Int(step.target)], gradientAtTarget: gradient[Int(step.target)],
      gradientError: distance(gradient, zip(probabilities, soft).map { $0 - $1 }))
  }

  private static func softmax(_ logits: [Double]) -> [Double] {
    let largest = logits.max() ?? 0
    let powers = logits.map { exp($0 - largest) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }

  /// In nats.
  private static func entropy(_ probabilities: [Double]) -> Double {
    probabilities.reduce(0) { $0 - ($1 > 0 ? $1 * log($1) : 0) }
  }

  private static func distance(_ left: [Double], _ right: [Double]) -> Double {
    zip(left, right).map { abs($0 - $1) }.max() ?? 0
  }
}
