/// BPE-dropout: the merges of byte pair encoding, of which each is left out with some probability when
/// its turn comes (Provilkov et al. 2020, section 3). Leaving out none is byte pair encoding.
enum BytePairSampler {
  /// Characters that became one; a symbol that went into its left neighbour has no bytes left.
  private struct Symbol {
    var range: Range<Int>
    var left: Int?
    var right: Int?
  }

  /// - Returns: The numbers of the pieces in the vocabulary, nil if a character has none.
  static func cut(
    _ text: [UInt8], _ pieces: SubwordPieceTable, leavingOut rate: Double,
    using generator: inout some RandomNumberGenerator
  ) -> [Int32]? {
    let bytes = text.span
    var symbols = characters(of: text)
    var queue = MergeQueue()
    func offer(_ left: Int?, _ right: Int?) {
      guard let left, let right else { return }
      let range = symbols[left].range.lowerBound..<symbols[right].range.upperBound
      guard range.count <= pieces.longest,
        let piece = pieces.table.index(of: bytes.extracting(range))
      else { return }
      queue.push(
        Merge(score: pieces.scores[Int(piece)], left: left, right: right, count: range.count))
    }
    for index in symbols.indices.dropFirst() { offer(index - 1, index) }
    while let merge = queue.pop() {
      let left = symbols[merge.left].range
      let right = symbols[merge.right].range
      // One of the two has been merged with another symbol since.
      if left.isEmpty || right.isEmpty || left.count + right.count != merge.count { continue }
      if rate > 0, generator.share() < rate { continue }
      symbols[merge.left].range = left.lowerBound..<right.upperBound
      symbols[merge.left].right = symbols[merge.right].right
      if let next = symbols[merge.right].right { symbols[next].left = merge.left }
      symbols[merge.right].range = right.upperBound..<right.upperBound
      offer(symbols[merge.left].left, merge.left)
      offer(merge.left, symbols[merge.left].right)
    }
    var cut: [Int32] = []
    for symbol in symbols where !symbol.range.isEmpty {
      guard let piece = pieces.table.index(of: bytes.extracting(symbol.range)) else { return nil }
      cut.append(pieces.identifiers[Int(piece)])
    }
    return cut
  }

  private static func characters(of text: [UInt8]) -> [Symbol] {
    var symbols: [Symbol] = []
    var position = 0
    while position < text.count {
      let end = min(position + UTF8Scalar.width(ofLead: text[position]), text.count)
      let index = symbols.count
      symbols.append(
        Symbol(
          range: position..<end, left: index > 0 ? index - 1 : nil,
          right: end < text.count ? index + 1 : nil))
      position = end
    }
    return symbols
  }
}
