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
  /// What it should say, end symbols included: only real tokens, by time and then by sentence. With copies
  /// a token that only the source has stands under its number there, V or more.
  package let targets: [Int32]
  /// The row t * B + b of each of `targets`.
  package let targetRows: [Int32]

  /// The rows that go through the encoder and the decoder, padding included: what its memory and its time
  /// grow with.
  package var rows: Int { source.tokens.count + inputs.count }

  /// - Parameters:
  ///   - pairs: the pairs' numbers in the corpus, which decide what is drawn for them.
  ///   - draw: decides which inputs are true; nil: all.
  ///   - copies: for a model that copies, the numbers by which the tokens of both sides are copied.
  package init(
    sources: [ArraySlice<Int32>], targets sentences: [ArraySlice<Int32>], pairs: [Int32] = [],
    draw: TeacherForcingDraw? = nil,
    copies: (sources: [ArraySlice<Int32>], targets: [ArraySlice<Int32>])? = nil
  ) {
    precondition(sources.count == sentences.count)
    let said = copies?.targets ?? sentences
    precondition(said.map(\.count) == sentences.map(\.count))
    precondition(draw == nil || pairs.count == sentences.count)
    source = SourceBatch(sources, copies: copies?.sources)
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
        targets.append(isEnd ? Vocabulary.end : said[row][said[row].startIndex + time])
        rows.append(Int32(truncatingIfNeeded: time * batch + row))
        guard !isEnd else { continue }
        let next = (time + 1) * batch + row
        inputs[next] = sentence[sentence.startIndex + time]
        if let draw { readsTruth?[next] = draw.readsTruth(pair: pairs[row], time: time + 1) }
      }
    }
    self.inputs = inputs
    self.readsTruth = readsTruth
    self.targets = targets
    targetRows = rows
  }

  /// Some pairs of a corpus.
  package init(_ corpus: EncodedCorpus, pairs: [Int32], draw: TeacherForcingDraw? = nil) {
    let copies = pairs.compactMap { corpus.copies(Int($0)) }
    self.init(
      sources: pairs.map { corpus.source(Int($0)) }, targets: pairs.map { corpus.target(Int($0)) },
      pairs: pairs, draw: draw,
      copies: corpus.hasCopies ? (copies.map(\.source), copies.map(\.target)) : nil)
  }
}
