import Foundation
import Seq2SeqDecoding
import Seq2SeqModels
import Seq2SeqTensors
import Seq2SeqText

/// The decoder forced along a given target by the search's own scorer, with all there is to see.
struct ForcedRun {
  private(set) var steps: [ExplainedStep] = []
  private(set) var layers: [ExplainedLayer] = []
  /// The sum of the tokens' natural-log probabilities, as `Translator.score` adds them.
  private(set) var logProbability = 0.0
  /// What the search would rank the target by.
  private(set) var score = 0.0
  /// The sum so far after each step.
  private(set) var runningLogProbabilities: [Double] = []

  private let source: SourceLine
  private let candidateCount: Int

  init(
    _ translator: Translator, source: SourceLine, target: [Int32], candidateCount: Int,
    worker: Worker
  ) throws {
    self.source = source
    let tokens = translator.model.targetVocabulary.count + (source.copies?.count ?? 0)
    self.candidateCount = max(1, min(candidateCount, tokens - 2))
    let options = translator.options
    var scorer = ModelStepScorer(
      translator.model, translator.packed, worker, SourceBatch([source]), translator.arenas.lend())
    var coverage = CoverageSums()
    for time in 0...target.count {
      let request = StepRequest(
        parents: [0], tokens: [time == 0 ? Vocabulary.start : target[time - 1]],
        asked: [time < target.count ? target[time] : Vocabulary.end],
        candidateCount: self.candidateCount, temperature: options.temperature,
        wantsAttention: options.coveragePenalty > 0)
      let step = scorer.advance(request)
      guard let unroll = scorer.unroll else { return }
      let answer = step.answer(request)
      if request.wantsAttention { try coverage.add(answer) }
      add(request, answer, logits: step.logits.row(0), unroll)
    }
    score = options.lengthPenalty.score(logProbability: logProbability, length: target.count + 1)
    if options.coveragePenalty > 0 {
      score +=
        options.coveragePenalty * coverage.logCoverage(row: 0, sourceLength: source.tokens.count)
    }
  }

  private mutating func add(
    _ request: StepRequest, _ answer: StepCandidates, logits: [Float], _ unroll: DecoderUnroll
  ) {
    let (output, ownLogProbability) = (request.asked[0], answer.askedLogProbabilities[0])
    // Fewer may follow than were asked for; the places left over hold impossible ones.
    let listed = zip(answer.tokens, answer.logProbabilities).filter { $0.1 > -.infinity }
    logProbability += Double(ownLogProbability)
    runningLogProbabilities.append(logProbability)
    // The softmax's own normaliser: the logit less the log-probability of any token. A model that copies
    // gives log-probabilities at once.
    let spread = Spread(
      logits: logits,
      normalizer: source.copies == nil ? logits[Int(output)] - ownLogProbability : 0)
    steps.append(
      ExplainedStep(
        input: ExplainedToken(request.tokens[0], of: source),
        output: candidate(output, ownLogProbability, logits), rank: rank(of: output, logits),
        attention: unroll.attention.first.map { Array($0.row(0).prefix(source.tokens.count)) },
        context: unroll.contexts?.row(0),
        generationProbability: unroll.copySource.map {
          1 / (1 + exp(-Double($0.gates.row(0)[0])))
        }, state: unroll.states.row(0),
        candidates: listed.map { candidate($0.0, $0.1, logits) },
        restProbability: spread.probability(without: Set(listed.map { Int($0.0) })),
        entropy: spread.entropy))
    for (index, cell) in unroll.unrolls.enumerated() {
      let layer = ExplainedLayer(
        cell, layer: index, direction: .forward, times: 1, batch: unroll.states.rows)
      if index < layers.count { layers[index].append(layer) } else { layers.append(layer) }
    }
  }

  private func candidate(
    _ token: Int32, _ logProbability: Float, _ logits: [Float]
  ) -> ExplainedCandidate {
    ExplainedCandidate(
      token: ExplainedToken(token, of: source), logit: logits[Int(token)],
      logProbability: logProbability, probability: exp(Double(logProbability)))
  }

  /// The place among all tokens that may follow, from 1; the smaller number first in a tie.
  private func rank(of token: Int32, _ logits: [Float]) -> Int {
    let own = logits[Int(token)]
    let before = logits.enumerated().count { other, logit in
      !ModelStep.excluded.contains(Int32(other))
        && (logit > own || (logit == own && other < Int(token)))
    }
    return before + 1
  }
}

/// A softmax's whole distribution.
private struct Spread {
  let logits: [Float]
  let normalizer: Float

  private func logProbability(_ token: Int) -> Double { Double(logits[token] - normalizer) }

  func probability(without listed: Set<Int>) -> Double {
    logits.indices.reduce(0) { sum, token in
      listed.contains(token) ? sum : sum + exp(logProbability(token))
    }
  }

  var entropy: Double {
    logits.indices.reduce(0) { sum, token in
      let logProbability = logProbability(token)
      // p log p goes to nothing with p.
      return logProbability > -100 ? sum - exp(logProbability) * logProbability : sum
    }
  }
}
