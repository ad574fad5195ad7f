/// Pairs of token numbers, without special symbols, each side flat in memory.
public struct EncodedCorpus: Sendable, Equatable {
  let sourceTokens: [Int32]
  /// Where each source starts, and at the end the number of all tokens.
  let sourceOffsets: [Int]
  let targetTokens: [Int32]
  let targetOffsets: [Int]
  /// The number by which each token of either side is copied; see `SourceCopies`.
  private let copiedTokens: CopiedTokens?

  /// As flat as the tokens.
  struct CopiedTokens: Sendable, Equatable {
    let source: [Int32]
    let target: [Int32]
  }

  init(
    sourceTokens: [Int32], sourceOffsets: [Int], targetTokens: [Int32], targetOffsets: [Int],
    copies: CopiedTokens? = nil
  ) {
    copiedTokens = copies
    self.sourceTokens = sourceTokens
    self.sourceOffsets = sourceOffsets
    self.targetTokens = targetTokens
    self.targetOffsets = targetOffsets
  }

  /// The tokens of the longest source.
  package var longestSource: Int { EncodedCorpus.longest(sourceOffsets) }
  /// The tokens of the longest target.
  package var longestTarget: Int { EncodedCorpus.longest(targetOffsets) }

  private static func longest(_ offsets: [Int]) -> Int {
    zip(offsets, offsets.dropFirst()).reduce(0) { max($0, $1.1 - $1.0) }
  }

  /// The memory that the numbers take.
  package var byteCount: Int {
    let copied = (copiedTokens?.source.count ?? 0) + (copiedTokens?.target.count ?? 0)
    return (sourceTokens.count + targetTokens.count + copied) * MemoryLayout<Int32>.stride
      + (sourceOffsets.count + targetOffsets.count) * MemoryLayout<Int>.stride
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
  ///
  /// - Parameter copying: Whether it is for a model that copies (`model.copying`).
  public init(
    _ pairs: RawPairs, source: (pipeline: TextPipeline, vocabulary: Vocabulary),
    target: (pipeline: TextPipeline, vocabulary: Vocabulary), copying: Bool = false
  ) {
    let sources = pairs.sources.prefix(pairs.count).map(source.pipeline.tokens)
    let targets = pairs.targets.prefix(pairs.count).map(target.pipeline.tokens)
    var copies: CopiedTokens?
    if copying {
      let copied = sources.map { SourceCopies($0, vocabulary: target.vocabulary) }
      copies = CopiedTokens(
        source: copied.flatMap(\.numbers),
        target: zip(copied, targets).flatMap { $0.numbers(of: $1) })
    }
    let encoded = (
      sources.map(source.vocabulary.identifiers), targets.map(target.vocabulary.identifiers)
    )
    self.init(
      sourceTokens: Array(encoded.0.joined()), sourceOffsets: Self.offsets(of: encoded.0[...]),
      targetTokens: Array(encoded.1.joined()), targetOffsets: Self.offsets(of: encoded.1[...]),
      copies: copies)
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

  /// Whether it was made for a model that copies.
  package var hasCopies: Bool { copiedTokens != nil }

  /// The numbers by which the tokens of a pair are copied; nil unless it was made for a model that copies.
  package func copies(_ index: Int) -> (source: ArraySlice<Int32>, target: ArraySlice<Int32>)? {
    copiedTokens.map {
      (
        $0.source[sourceOffsets[index]..<sourceOffsets[index + 1]],
        $0.target[targetOffsets[index]..<targetOffsets[index + 1]]
      )
    }
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
