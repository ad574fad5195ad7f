/// Pairs of token numbers, without special symbols, each side flat in memory.
public struct EncodedCorpus: Sendable, Equatable {
  let sourceTokens: [Int32]
  /// Where each source starts, and at the end the number of all tokens.
  let sourceOffsets: [Int]
  let targetTokens: [Int32]
  let targetOffsets: [Int]

  init(
    sourceTokens: [Int32], sourceOffsets: [Int], targetTokens: [Int32], targetOffsets: [Int]
  ) {
    self.sourceTokens = sourceTokens
    self.sourceOffsets = sourceOffsets
    self.targetTokens = targetTokens
    self.targetOffsets = targetOffsets
  }

  /// Makes a corpus from token numbers; only as many pairs as both sides have.
  public init(sources: [[Int32]], targets: [[Int32]]) {
    let count = min(sources.count, targets.count)
    self.init(
      sourceTokens: Array(sources.prefix(count).joined()),
      sourceOffsets: Self.offsets(of: sources.prefix(count)),
      targetTokens: Array(targets.prefix(count).joined()),
      targetOffsets: Self.offsets(of: targets.prefix(count)))
  }

  /// Encodes every pair of text, the empty and the long ones too.
  public init(
    _ pairs: RawPairs, source: (pipeline: TextPipeline, vocabulary: Vocabulary),
    target: (pipeline: TextPipeline, vocabulary: Vocabulary)
  ) {
    self.init(
      sources: pairs.sources.map {
        source.vocabulary.identifiers(of: source.pipeline.tokens(in: $0))
      },
      targets: pairs.targets.map {
        target.vocabulary.identifiers(of: target.pipeline.tokens(in: $0))
      })
  }

  static func offsets(of sides: ArraySlice<[Int32]>) -> [Int] {
    sides.reduce(into: [0]) { offsets, side in
      offsets.append((offsets.last ?? 0) + side.count)
    }
  }

  /// The number of pairs.
  public var count: Int { sourceOffsets.count - 1 }

  /// The number of target tokens, without special symbols.
  public var targetTokenCount: Int { targetTokens.count }

  /// The source of a pair.
  public func source(_ index: Int) -> ArraySlice<Int32> {
    sourceTokens[sourceOffsets[index]..<sourceOffsets[index + 1]]
  }

  /// The target of a pair.
  public func target(_ index: Int) -> ArraySlice<Int32> {
    targetTokens[targetOffsets[index]..<targetOffsets[index + 1]]
  }

  /// The number of tokens in the source of a pair.
  public func sourceLength(_ index: Int) -> Int {
    sourceOffsets[index + 1] - sourceOffsets[index]
  }

  /// The number of tokens in the target of a pair.
  public func targetLength(_ index: Int) -> Int {
    targetOffsets[index + 1] - targetOffsets[index]
  }
}
