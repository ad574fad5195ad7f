import Seq2SeqTensors
import Seq2SeqText

/// Source sentences side by side: time-major token numbers, padded to the longest and to whole tiles.
package struct SourceBatch: Sendable {
  /// [S * B].
  package let tokens: [Int32]
  package let layout: SourceLayout
  /// The sentences that are real; the rest of B fills up a tile.
  package let count: Int
  /// What may be copied from where; nil where nothing may.
  package let copies: CopyTokens?

  /// - Parameters:
  ///   - copies: for a model that copies, the number by which each token is copied; see `SourceCopies`.
  ///   - rows: B; as many as whole tiles have unless given, see `PackedWeights.rows(for:by:)`.
  package init(
    _ sentences: [ArraySlice<Int32>], copies: [ArraySlice<Int32>]? = nil, rows: Int? = nil
  ) {
    precondition(copies == nil || copies?.map(\.count) == sentences.map(\.count))
    count = sentences.count
    let batch = rows ?? TileRows.rounded(count)
    precondition(batch >= count)
    let time = max(1, sentences.map(\.count).max() ?? 1)
    var tokens = [Int32](repeating: Vocabulary.padding, count: time * batch)
    var lengths = [Int32](repeating: 0, count: batch)
    for (row, sentence) in sentences.enumerated() {
      lengths[row] = Int32(truncatingIfNeeded: sentence.count)
      for (step, token) in sentence.enumerated() { tokens[step * batch + row] = token }
    }
    self.tokens = tokens
    self.copies = copies.map { CopyTokens($0, batch: batch) }
    layout = SourceLayout(time: time, batch: batch, lengths: lengths)
  }
}
