import CKernels

/// What the rows of a decoder's steps may copy, and how much of it they want to.
package struct CopySource {
  /// The logit of p_gen, the share that is generated [rows, 1].
  package let gates: Tensor
  /// The weights of the attention [rows, S], in blocks of equal numbers of rows.
  private let attention: [Tensor]
  /// Whose source each row of a block's B looks at.
  private let sentences: [Int32]
  private let source: SourceLayout
  /// What those sources hold.
  package let tokens: CopyTokens
  private let blockRows: Int

  package init(
    gates: Tensor, attention: [Tensor], sentences: [Int32], source: SourceLayout,
    tokens: CopyTokens
  ) {
    let blockRows = attention.first?.rows ?? 1
    precondition(gates.columns == 1 && gates.rows == attention.count * blockRows)
    precondition(attention.allSatisfy { $0.rows == blockRows && $0.columns == source.time })
    precondition(blockRows % max(1, sentences.count) == 0)
    precondition(tokens.longest <= source.time)
    precondition(tokens.tokens.count == source.batch * tokens.longest)
    (self.gates, self.attention, self.sentences) = (gates, attention, sentences)
    (self.source, self.tokens, self.blockRows) = (source, tokens, blockRows)
  }

  /// Calls `body` with what the kernels read of a row, and what it takes to find the row's gradients.
  func withRows(_ body: ((Int) -> (row: ck_copy_row, weights: Tensor)) -> Void) {
    tokens.tokens.withUnsafeBufferPointer { tokens in
      self.tokens.first.withUnsafeBufferPointer { first in
        body { row in
          let sentence = Int(sentences[row % sentences.count])
          let weights = attention[row / blockRows].slice(row % blockRows..<row % blockRows + 1)
          let start = sentence * self.tokens.longest
          return (
            ck_copy_row(
              attention: weights.values, tokens: tokens.baseAddress.map { $0 + start },
              first: first.baseAddress.map { $0 + start }, length: Int(source.lengths[sentence]),
              gate: gates.values[row]), weights
          )
        }
      }
    }
  }
}
