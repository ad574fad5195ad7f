import Seq2SeqModels
import Seq2SeqTensors
import Seq2SeqText

extension Translator {
  /// How probable the model finds each target after its source: forced decoding, step by step, so that a
  /// translation's own log-probability comes out to the bit. Over-long sides are not cut. An empty target
  /// has the log-probability of the end symbol; of an empty source the decoder sees nothing but zeros.
  /// Of the options of the search only the temperature counts here.
  ///
  /// - Throws: `UserError` if the counts differ.
  public func score(sources: [String], targets: [String]) throws -> [ScoredPair] {
    guard sources.count == targets.count else {
      throw UserError(
        .badData, "\(sources.count) sources and \(targets.count) targets",
        remedy: "give one target for each source")
    }
    let encodedSources = sources.map { SourceLine($0, model: model, limit: .max) }
    let encodedTargets = zip(encodedSources, targets).map { source, target in
      source.targetNumbers(of: model.targetPipeline.tokens(in: target))
    }
    let groups = groups(of: Array(sources.indices), lengths: encodedTargets.map(\.count))
    let found = try concurrently(groups) { [self] group, worker in
      var scorer = scorer(batch(group.map { encodedSources[$0] }, worker), worker)
      return (group, try force(&scorer, group.map { encodedTargets[$0] }))
    }
    var results = [ScoredPair](
      repeating: ScoredPair(logProbability: 0, tokens: 0), count: sources.count)
    for (group, scores) in found {
      for (index, score) in zip(group, scores) {
        results[index] = ScoredPair(
          logProbability: score, tokens: encodedTargets[index].count + 1)
      }
    }
    return results
  }

  /// Sums of log-probabilities along given targets; a row leaves when its target has ended.
  private func force(
    _ scorer: inout some StepScorer, _ targets: [[Int32]]
  ) throws -> [Double] {
    var scores = [Double](repeating: 0, count: targets.count)
    var live = Array(targets.indices)
    var parents = live.map { Int32(truncatingIfNeeded: $0) }
    var time = 0
    while !live.isEmpty {
      let tokens = live.map { time == 0 ? Vocabulary.start : targets[$0][time - 1] }
      let next = live.map { time < targets[$0].count ? targets[$0][time] : Vocabulary.end }
      let step = try scorer.step(
        StepRequest(
          parents: parents, tokens: tokens, asked: next, temperature: options.temperature))
      for (sentence, score) in zip(live, step.askedLogProbabilities) {
        scores[sentence] += Double(score)
      }
      let staying = live.indices.filter { time < targets[live[$0]].count }
      parents = staying.map { Int32(truncatingIfNeeded: $0) }
      live = staying.map { live[$0] }
      time += 1
    }
    return scores
  }
}
