import Seq2SeqTensors
import Seq2SeqText

/// A fixed number of sentence pairs that one worker takes through the model at a time.
package struct Shard: Sendable {
  /// Pairs in a shard: one tile of rows, whatever the number of threads, so that a batch is always cut the
  /// same way.
  package static let pairs = Arena.tileRows

  package let source: SourceBatch
  /// T: the longest target and its end symbol.
  package let steps: Int
  /// What the decoder reads [T * B]: the start symbol, then the target.
  package let inputs: [Int32]
  /// Where it reads that [T * B], and not its own best guess; nil: everywhere.
  package let readsTruth: [Bool]?
  /// What it should say, end symbols included: only real tokens, by time and then by sentence.
  package let targets: [Int32]
  /// The row t * B + b of each of `targets`.
  package let targetRows: [Int32]

  /// - Parameters:
  ///   - pairs: the pairs' numbers in the corpus, which decide what is drawn for them.
  ///   - draw: decides which inputs are true; nil: all.
  package init(
    sources: [ArraySlice<Int32>], targets sentences: [ArraySlice<Int32>], pairs: [Int32] = [],
    draw: TeacherForcingDraw? = nil
  ) {
    precondition(sources.count == sentences.count)
    precondition(draw == nil || pairs.count == sentences.count)
    source = SourceBatch(sources)
    let batch = source.layout.batch
    steps = (sentences.map(\.count).max() ?? 0) + 1
    var inputs = [Int32](repeating: Vocabulary.padding, count: steps * batch)
    var readsTruth = draw.map { _ in [Bool](repeating: true, count: inputs.count) }
    for row in sentences.indices { inputs[row] = Vocabulary.start }
    var targets: [Int32] = []
    var rows: [Int32] = []
    for time in 0..<steps {
      for (row, sentence) in sentences.enumerated() where time <= sentence.count {
        let isEnd = time == sentence.count
        let token = isEnd ? Vocabulary.end : sentence[sentence.startIndex + time]
        targets.append(token)
        rows.append(Int32(truncatingIfNeeded: time * batch + row))
        guard !isEnd else { continue }
        let next = (time + 1) * batch + row
        inputs[next] = token
        if let draw { readsTruth?[next] = draw.readsTruth(pair: pairs[row], time: time + 1) }
      }
    }
    self.inputs = inputs
    self.readsTruth = readsTruth
    self.targets = targets
    targetRows = rows
  }
}
