import Seq2SeqModels
import Seq2SeqTensors
import Seq2SeqText

extension Translator {
  /// How much attention each source token gets while a given output is written, its end symbol included: the sum of
  /// its weights over the steps. Of an ensemble the first model is asked.
  ///
  /// - Parameter outputs: The tokens of one output for each source.
  /// - Returns: For each source the sums, none for an empty one; nil without attention.
  package func coverage(sources: [String], outputs: [[String]]) throws -> [[Double]]? {
    guard model.configuration.model.attention != .none else { return nil }
    let lines = sources.map(source)
    var coverages = [[Double]](repeating: [], count: lines.count)
    let order = zip(lines.indices, outputs).map(\.0)
      .filter { !lines[$0].tokens.isEmpty }
      .sorted { (lines[$1].tokens.count, $0) < (lines[$0].tokens.count, $1) }
    let groups = stride(from: 0, to: order.count, by: Shard.pairs).map {
      Array(order[$0..<min($0 + Shard.pairs, order.count)])
    }
    let parts = try concurrently(groups) { [self] group, worker in
      coverage(of: group.map { lines[$0] }, outputs: group.map { outputs[$0] }, worker)
    }
    for (group, part) in zip(groups, parts) {
      for (index, sums) in zip(group, part) { coverages[index] = sums }
    }
    return coverages
  }

  private func coverage(
    of lines: [SourceLine], outputs: [[String]], _ worker: Worker
  ) -> [[Double]] {
    let copied = lines.compactMap(\.copies)
    let copies =
      copied.count == lines.count
      ? (
        copied.map { $0.numbers[...] },
        zip(copied, outputs).map { $0.numbers(of: $1)[...] }
      ) : nil
    let shard = Shard(
      sources: lines.map(\.tokens),
      targets: outputs.map { model.targetVocabulary.identifiers(of: $0)[...] }, copies: copies)
    worker.arena.reset()
    let tape = Tape(worker: worker, store: model.parameters, packed: packed)
    let weights = model.teacherForced(tape, shard).attention.flatMap(\.array)
    let (time, batch) = (shard.source.layout.time, shard.source.layout.batch)
    return zip(lines, outputs).enumerated().map { row, pair in
      var sums = [Double](repeating: 0, count: pair.0.tokens.count)
      for step in 0...pair.1.count {
        let start = (step * batch + row) * time
        for position in sums.indices { sums[position] += Double(weights[start + position]) }
      }
      return sums
    }
  }
}
