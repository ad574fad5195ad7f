import Foundation
import Seq2SeqModels
import Seq2SeqText
import Testing

@testable import Seq2SeqDecoding

/// Several models asked together.
@Suite struct EnsembleTests {
  /// The log-probabilities of all first tokens, and the attention that they come with.
  private func firstStep(
    _ translator: Translator, temperature: Double = 0.1
  ) throws -> (logProbabilities: [Float], attention: [Float]) {
    var step: StepCandidates?
    try translator.pool.run(tasks: 1) { _, worker in
      var scorer = translator.scorer(SourceBatch([[4, 5, 6, 4], [7]]), worker)
      step = try scorer.step(
        StepRequest(
          parents: [0, 1], tokens: [2, 2], asked: [3, 4], candidateCount: 3,
          temperature: temperature, wantsDistribution: true, wantsAttention: true))
    }
    let found = try #require(step)
    let size = translator.model.targetVocabulary.count
    // The three ways to learn of a probability agree to the bit.
    #expect(found.askedLogProbabilities == [found.distribution[3], found.distribution[size + 4]])
    #expect(
      found.tokens.enumerated().allSatisfy { index, token in
        found.logProbabilities[index] == found.distribution[index / 3 * size + Int(token)]
      })
    return (found.distribution, found.attention)
  }

  /// The probability of each token is the mean of the models', and so is the attention.
  @Test(arguments: [1, 2, 5])
  func probabilitiesAreAveraged(count: Int) throws {
    let models = try (0..<count).map { number in
      // Models of an ensemble need not look alike inside.
      try RandomModel.make(seed: UInt64(number), attention: number == 1 ? .none : .general) {
        $0.model.hiddenSize = 11 + number
      }
    }
    let all = try firstStep(Translator(model: models[0], others: Array(models.dropFirst())))
    let each = try models.map { try firstStep(Translator(model: $0)) }
    for (index, value) in all.logProbabilities.enumerated() {
      let mean = each.reduce(0) { $0 + exp(Double($1.logProbabilities[index])) } / Double(count)
      #expect(abs(exp(Double(value)) - mean) < 1e-6)
    }
    let looking = each.map(\.attention).filter { !$0.isEmpty }
    for (index, weight) in all.attention.enumerated() {
      let mean = looking.reduce(0) { $0 + $1[index] } / Float(looking.count)
      #expect(abs(weight - mean) < 1e-6)
    }
    #expect(all.attention.count == 8)
  }

  @Test func oneModelTwiceIsThatModel() throws {
    let model = try RandomModel.make()
    let once = try Translator(model: model).translate(TranslatorTests.lines)
    let twice = try Translator(model: model, others: [model]).translate(TranslatorTests.lines)
    for (one, two) in zip(once, twice) {
      #expect(one.text == two.text)
      #expect(abs(one.hypotheses[0].logProbability - two.hypotheses[0].logProbability) < 1e-5)
    }
  }

  /// A model that holds impossible what the other is sure of halves its probability, no more.
  @Test func noModelHasAVeto() throws {
    let models = try (1...8).map { try RandomModel.make(seed: $0) }
    var compared = 0
    for other in models.dropFirst() {
      let temperature = 1e-6
      let each = try [models[0], other].map {
        try firstStep(Translator(model: $0), temperature: temperature).logProbabilities
      }
      let both = try firstStep(
        Translator(model: models[0], others: [other]), temperature: temperature
      ).logProbabilities
      for (first, second) in [(each[0], each[1]), (each[1], each[0])] {
        for index in both.indices where first[index] > -1e-6 && second[index] < -1_000 {
          #expect(abs(both[index] - log(0.5)) < 1e-5)
          compared += 1
        }
      }
    }
    #expect(compared > 0)
  }

  @Test func modelsThatDoNotGoTogether() throws {
    let first = try RandomModel.make()
    let others: [(String, Seq2SeqModel)] = try [
      ("source vocabulary", RandomModel.make(source: ["a"])),
      ("target vocabulary", RandomModel.make(target: ["a", "b"])),
      ("source tokenizer", RandomModel.make { $0.data.source.tokenizer = .words }),
      ("target tokenizer", RandomModel.make { $0.data.target.lowercase = true }),
    ]
    for (name, other) in others {
      let error = #expect(throws: UserError.self) {
        try Translator(model: first, others: [first, other])
      }
      #expect(error?.kind == .usage)
      #expect(error?.problem == "the \(name) is not that of the first model of the ensemble")
    }
  }

  @Test func anEnsembleHasNoLoss() throws {
    let model = try RandomModel.make()
    let translator = try Translator(model: model, others: [model])
    #expect(throws: UserError.self) { try translator.lossSums(of: [], smoothing: 0) }
  }
}
