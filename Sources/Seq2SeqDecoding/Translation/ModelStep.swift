import Seq2SeqTensors
import Seq2SeqText

/// What a model, or several, make of one step, before anything is picked.
package struct ModelStep {
  let tape: Tape
  /// [rows, V], the temperature applied. Of a model that copies log-probabilities [rows, V + longest source]
  /// of what is generated or copied.
  package let logits: Tensor
  /// Whether they are log-probabilities already.
  let areLogProbabilities: Bool
  /// The weights of the attention, S to a row; nil without one. There may be more rows, to fill a tile.
  let attention: Tensor?
  /// What the logits are of, and each row's sentence, if not of all tokens.
  var shortlisted: (projection: ShortlistedProjection, sentences: [Int32])?

  /// What no step may ever say.
  package static let excluded = [Vocabulary.padding, Vocabulary.start]

  /// Picks what a search wants to know.
  package func answer(_ request: StepRequest) -> StepCandidates {
    if let shortlisted {
      var step = shortlisted.projection.answer(
        request, logits, sentences: shortlisted.sentences, on: tape)
      if request.wantsAttention { addAttention(to: &step) }
      return step
    }
    let best =
      areLogProbabilities
      ? tape.topLogProbabilities(
        logits, count: request.candidateCount, excluded: ModelStep.excluded, asked: request.asked)
      : tape.topCandidates(
        logits, count: request.candidateCount, excluded: ModelStep.excluded, asked: request.asked)
    var step = StepCandidates(
      candidateCount: request.candidateCount, tokens: best.tokens,
      logProbabilities: best.logProbabilities, askedLogProbabilities: best.askedLogProbabilities)
    if request.wantsDistribution {
      // Last: it replaces the logits.
      if !areLogProbabilities { tape.logSoftmax(logits) }
      step.distribution = logits.array
      for row in 0..<logits.rows {
        for token in ModelStep.excluded {
          step.distribution[row * logits.columns + Int(token)] = -.infinity
        }
      }
    }
    if request.wantsAttention { addAttention(to: &step) }
    return step
  }

  private func addAttention(to step: inout StepCandidates) {
    guard let attention else { return }
    step.attention = attention.slice(0..<logits.rows).array
    step.attentionWidth = attention.columns
  }
}
