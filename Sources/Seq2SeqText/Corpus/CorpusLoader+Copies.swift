extension CorpusLoader {
  /// The numbers that `SourceCopies` gives to the tokens of all pairs, worked out from the numbers that each
  /// block gave to its tokens, so that no text is looked at twice.
  static func copies(
    _ blocks: [ProvisionalBlock], _ vocabulary: Vocabulary
  ) -> EncodedCorpus.CopiedTokens {
    var source: [Int32] = []
    var target: [Int32] = []
    source.reserveCapacity(blocks.reduce(0) { $0 + $1.source.tokens.count })
    target.reserveCapacity(blocks.reduce(0) { $0 + $1.target.tokens.count })
    for block in blocks { append(block, vocabulary, to: &source, &target) }
    return EncodedCorpus.CopiedTokens(source: source, target: target)
  }

  private static func append(
    _ block: ProvisionalBlock, _ vocabulary: Vocabulary, to source: inout [Int32],
    _ target: inout [Int32]
  ) {
    let size = Int32(truncatingIfNeeded: vocabulary.count)
    let sourceNumbers = numbers(of: block.source.table) { vocabulary.identifier(of: $0) }
    let targetNumbers = numbers(of: block.target.table) { vocabulary.identifier(of: $0) }
    // The source's number of the same token; -1 if no source of the block has it.
    let twins = numbers(of: block.target.table) { block.source.table.index(of: $0) ?? -1 }
    // Where the pair under way has each token of its block's sources first, and which pair that was.
    var first = [Int32](repeating: 0, count: block.source.table.count)
    var pairs = [Int](repeating: -1, count: first.count)
    var (sourceEnd, targetEnd) = (0, 0)
    for pair in block.source.lengths.indices {
      let sourceStart = sourceEnd
      sourceEnd += Int(block.source.lengths[pair])
      for position in sourceStart..<sourceEnd {
        let token = Int(block.source.tokens[position])
        if pairs[token] != pair {
          pairs[token] = pair
          first[token] = Int32(truncatingIfNeeded: position - sourceStart)
        }
        let known = sourceNumbers[token]
        source.append(known == Vocabulary.unknown ? size + first[token] : known)
      }
      let targetStart = targetEnd
      targetEnd += Int(block.target.lengths[pair])
      for token in block.target.tokens[targetStart..<targetEnd] {
        let (known, twin) = (targetNumbers[Int(token)], Int(twins[Int(token)]))
        let isCopied = known == Vocabulary.unknown && twin >= 0 && pairs[twin] == pair
        target.append(isCopied ? size + first[twin] : known)
      }
    }
  }

  private static func numbers(
    of table: TokenTable, _ number: (Span<UInt8>) -> Int32
  ) -> [Int32] {
    let bytes = table.bytes.span
    return (0..<table.count).map { number(bytes.extracting(table.range(of: $0))) }
  }
}
