import Seq2SeqModels
import Seq2SeqTensors
import Seq2SeqText

extension Translator {
  /// Translates a line and says where the decoder looked for each token of the best translation.
  ///
  /// - Throws: `UserError` if the model has no attention or the line is empty.
  public func attention(_ text: String) throws -> AttentionMap {
    let line = source(text)
    let source = line.tokens
    guard model.configuration.model.attention != .none else {
      throw UserError(
        .usage, "the model has no attention", remedy: "train one with model.attention: general")
    }
    guard !source.isEmpty else {
      throw UserError(.usage, "the text is empty", remedy: "give a text to translate")
    }
    let best = try translate([text])[0].hypotheses[0]
    let target = model.targetVocabulary.identifiers(of: best.tokens)[...]
    let copies = line.copies.map { ([$0.numbers[...]], [$0.numbers(of: best.tokens)[...]]) }
    let shard = Shard(sources: [source], targets: [target], copies: copies)
    var weights: [Float] = []
    try pool.run(tasks: 1) { _, worker in
      worker.arena.reset()
      let tape = Tape(worker: worker, store: model.parameters, packed: packed)
      weights = model.teacherForced(tape, shard).attention.flatMap(\.array)
    }
    let (time, batch) = (shard.source.layout.time, shard.source.layout.batch)
    return AttentionMap(
      sourceTokens: source.map(model.sourceVocabulary.token),
      targetTokens: best.tokens + [model.targetVocabulary.token(of: Vocabulary.end)],
      weights: (0..<shard.steps).map { step in
        Array(weights[step * batch * time..<step * batch * time + source.count])
      })
  }
}
