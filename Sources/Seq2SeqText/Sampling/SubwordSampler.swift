/// Cuts text that is cut already into other pieces of the same model, at random, so that a model in
/// training sees a word in many ways.
///
/// SentencePiece can do this, but its random numbers come from one generator for each thread, seeded
/// once; here they are the caller's, so that the same run gives the same pieces at any number of
/// threads.
package struct SubwordSampler: Sendable {
  private let kind: TokenizerKind
  private let rate: Double
  private let vocabulary: Vocabulary
  /// Ordinary pieces; bytes and user-defined symbols are never cut otherwise.
  private let pieces: SubwordPieceTable
  /// For each token, whether it stays as it is.
  private let isFixed: [Bool]

  /// Makes a sampler.
  ///
  /// - Parameters:
  ///   - rate: With `bpe` the share of merges that are left out (Provilkov et al. 2020), with
  ///     `unigram` the exponent of a cut's probability (Kudo 2018, section 3.2).
  ///   - vocabulary: Numbers the pieces.
  package init(_ model: SubwordModel, rate: Double, vocabulary: Vocabulary) {
    kind = model.kind
    self.rate = rate
    self.vocabulary = vocabulary
    pieces = SubwordPieceTable(model, vocabulary)
    var isFixed = Array(repeating: true, count: vocabulary.count)
    for identifier in pieces.identifiers { isFixed[Int(identifier)] = false }
    self.isFixed = isFixed
  }

  /// Appends another cut of the text that tokens stand for.
  package func sample(
    _ tokens: ArraySlice<Int32>, using generator: inout some RandomNumberGenerator,
    into result: inout [Int32]
  ) {
    var rest = tokens
    while !rest.isEmpty {
      let run = rest.prefix { !isFixed[Int($0)] }
      if !run.isEmpty { cut(run, using: &generator, into: &result) }
      rest = rest.dropFirst(run.count)
      if let fixed = rest.popFirst() { result.append(fixed) }
    }
  }

  private func cut(
    _ run: ArraySlice<Int32>, using generator: inout some RandomNumberGenerator,
    into result: inout [Int32]
  ) {
    var text: [UInt8] = []
    for token in run { text += vocabulary.bytes(of: token) }
    let cut =
      kind == .bpe
      ? BytePairSampler.cut(text, pieces, leavingOut: rate, using: &generator)
      : UnigramSampler.cut(text, pieces, exponent: rate, using: &generator)
    result += cut ?? Array(run)
  }
}

extension RandomNumberGenerator {
  /// A number from 0 up to 1.
  mutating func share() -> Double { Double(next() >> 11) * 0x1p-53 }
}
