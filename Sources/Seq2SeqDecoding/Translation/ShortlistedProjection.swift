import Seq2SeqModels
import Seq2SeqTensors
import Seq2SeqText

/// The projection to the tokens that sentences side by side may hold, each sentence to its own alone.
///
/// The product is one, with the tokens of all; each row then takes the logits of its own sentence's tokens out of
/// it, and its softmax is over these, so that it does not depend on the other sentences.
package struct ShortlistedProjection {
  /// The tokens of each sentence, rising.
  private let tokens: [[Int32]]
  /// Where they are among those of all.
  private let places: [[Int]]
  private let part: ProjectionPart

  init(
    _ tokens: [[Int32]], _ model: Seq2SeqModel, format: NumberFormat, by worker: Worker
  ) throws {
    self.tokens = tokens
    let all = Set(tokens.joined()).sorted()
    let place = Dictionary(uniqueKeysWithValues: zip(all, 0...))
    places = tokens.map { $0.compactMap { place[$0] } }
    let projection = model.decoder.projection
    part = try ProjectionPart(
      model.parameters, weight: projection.weight, bias: projection.bias, tokens: all,
      format: format, by: worker)
  }

  /// The logits of all tokens that any of the sentences may hold [rows, tokens].
  func logits(_ states: Tensor, on tape: Tape) -> Tensor {
    let logits = tape.tensor(rows: states.rows, columns: part.tokens.count)
    part.project(states, on: tape, into: logits)
    return logits
  }

  /// As `ModelStep.answer` for rows of these sentences.
  func answer(
    _ request: StepRequest, _ logits: Tensor, sentences: [Int32], on tape: Tape
  ) -> StepCandidates {
    let count = request.candidateCount
    var answer = StepCandidates(
      candidateCount: count, tokens: [], logProbabilities: [], askedLogProbabilities: [])
    for row in 0..<logits.rows {
      let sentence = Int(sentences[row])
      let (tokens, places) = (tokens[sentence], places[sentence])
      let own = ProjectionPart.row(row, of: logits, places: places, on: tape)
      let asked = tokens.firstIndex(of: request.asked[row])
      let best = tape.topCandidates(
        own, count: min(count, tokens.count), excluded: [],
        asked: [Int32(truncatingIfNeeded: asked ?? 0)])
      let missing = count - best.tokens.count
      answer.tokens +=
        best.tokens.map { tokens[Int($0)] }
        + [Int32](repeating: request.asked[row], count: missing)
      answer.logProbabilities +=
        best.logProbabilities + [Float](repeating: -.infinity, count: missing)
      answer.askedLogProbabilities.append(asked == nil ? -.infinity : best.askedLogProbabilities[0])
    }
    return answer
  }
}
