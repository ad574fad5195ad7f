import Seq2SeqTensors

/// Several models that share vocabularies as the search sees them: one whose probabilities are the mean of
/// theirs.
///
/// The arithmetic mean, not that of the log-probabilities: it is a distribution again, so that scores stay
/// log-probabilities, and one model that is sure of its error cannot forbid a token to all the others.
struct EnsembleStepScorer: StepScorer {
  private var members: [ModelStepScorer]

  /// Takes at least one model.
  init(_ members: [ModelStepScorer]) {
    precondition(!members.isEmpty)
    self.members = members
  }

  var vocabularySize: Int { members[0].vocabularySize }

  mutating func step(_ request: StepRequest) throws -> StepCandidates {
    // One after the other: their states lie in arenas of their own.
    let steps = members.indices.map { members[$0].advance(request) }
    guard steps.count > 1 else { return steps[0].answer(request) }
    // All of them copy, or none.
    let areLogProbabilities = steps[0].areLogProbabilities
    let mean = ModelStep(
      tape: steps[0].tape,
      logits: steps[0].tape.average(
        steps.map(\.logits), areLogProbabilities: areLogProbabilities),
      areLogProbabilities: areLogProbabilities, attention: nil)
    var answer = mean.answer(request)
    if request.wantsAttention { addAttention(of: steps.compactMap(\.attention), to: &answer) }
    return answer
  }

  /// The mean attention of the models that have one.
  private func addAttention(of attentions: [Tensor], to answer: inout StepCandidates) {
    guard let first = attentions.first else { return }
    let rows = 0..<answer.askedLogProbabilities.count
    var sum = first.slice(rows).array
    for attention in attentions.dropFirst() {
      for (index, weight) in attention.slice(rows).array.enumerated() { sum[index] += weight }
    }
    answer.attention = sum.map { $0 / Float(attentions.count) }
    answer.attentionWidth = first.columns
  }
}
