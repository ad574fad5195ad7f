/// Which target tokens a sentence may be translated with: those that are frequent anywhere, and the usual
/// translations of its own tokens (Jean et al. 2015, "On Using Very Large Target Vocabulary for Neural Machine
/// Translation", § 3.2). The projection to a large vocabulary then costs what these few cost.
///
/// The list of a sentence follows from the sentence alone, so that its translation does not depend on others.
public struct Shortlist: Sendable, Equatable {
  /// Tokens that any sentence may hold, rising; never padding or start.
  public let common: [Int32]
  /// The translations of each source token, by its number, the most probable first.
  public let translations: [[Int32]]

  /// Target tokens that are in every list: what a search cannot do without.
  private static let always = [Vocabulary.unknown, Vocabulary.end]

  init(common: [Int32], translations: [[Int32]]) {
    self.common = Set(common + Shortlist.always).sorted()
    self.translations = translations
  }

  /// Learns from pairs, best those of training.
  ///
  /// - Parameters:
  ///   - corpus: pairs in the numbers of the model's vocabularies.
  ///   - source: the source vocabulary.
  ///   - target: the target vocabulary.
  ///   - commonCount: the most frequent target tokens that are in every list.
  ///   - each: translations of each source token, at most.
  public init(
    _ corpus: EncodedCorpus, source: Vocabulary, target: Vocabulary, commonCount: Int = 100,
    each: Int = 50
  ) {
    let special = Vocabulary.specialTokens.count
    // Ordinary tokens are numbered by falling frequency.
    let common = (0..<max(0, min(commonCount, target.count - special)))
      .map { Int32(truncatingIfNeeded: special + $0) }
    let words = WordTranslations(corpus, sources: source.count)
    self.init(
      common: common,
      translations: (0..<source.count).map {
        words.best(each, of: Int32(truncatingIfNeeded: $0)).filter { Int($0) >= special }
      })
  }

  /// The target tokens for a sentence, rising.
  ///
  /// - Parameters:
  ///   - source: its source tokens.
  ///   - others: further tokens that it has to be able to hold.
  public func tokens(for source: [Int32], others: [Int32] = []) -> [Int32] {
    var tokens = Set(common)
    tokens.formUnion(others)
    for token in source { tokens.formUnion(translations[Int(token)]) }
    return tokens.sorted()
  }

  /// How a list of this kind serves some pairs.
  public struct Coverage: Sendable, Equatable {
    /// Target tokens of the pairs, those that the vocabulary does not know left out.
    public let targets: Int
    /// Those of them that their sentences' lists hold.
    public let covered: Int
    /// Tokens in a sentence's list: the mean.
    public let meanSize: Double
  }

  /// Counts how many target tokens of pairs are in their sentences' lists.
  public func coverage(of corpus: EncodedCorpus) -> Coverage {
    var (targets, covered, sizes) = (0, 0, 0)
    for pair in 0..<corpus.count {
      let list = Set(tokens(for: Array(corpus.source(pair))))
      sizes += list.count
      for token in corpus.target(pair) where token != Vocabulary.unknown {
        targets += 1
        covered += list.contains(token) ? 1 : 0
      }
    }
    return Coverage(
      targets: targets, covered: covered, meanSize: Double(sizes) / Double(max(1, corpus.count)))
  }
}
