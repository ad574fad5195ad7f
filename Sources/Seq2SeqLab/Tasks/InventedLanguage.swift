import Seq2Seq

/// An invented language pair in which a sentence has several right translations of different probability, as
/// in real ones, and whose training data are a little dirty, as real ones are.
///
/// A plain word has one translation of one word. A forked word has two ways: a fixed phrase of two words, or a
/// first word that several second words may follow. The first word of the loose way is the more probable one, but
/// each loose phrase as a whole is less probable than the fixed one: who decides word by word is led astray. In
/// a small share of the training pairs the target breaks off after its first word, as in badly aligned text.
struct InventedLanguage {
  /// A source word's translations.
  struct Entry: Sendable {
    let source: String
    /// Each with its probability.
    let translations: [(words: [String], probability: Double)]
  }

  /// The probability of a forked word's fixed phrase; the rest is shared by the loose ones.
  static let fixedShare = 0.4
  static let looseWays = 3
  static let plainWords = 24
  static let forkedWords = 8
  /// How often a word of a sentence is a forked one.
  static let forkedShare = 0.35
  static let lengths = 3...12
  /// How often a training target breaks off.
  static let brokenShare = 0.04

  let plain: [Entry]
  let forked: [Entry]
  private let entries: [String: Entry]

  init(_ generator: inout RandomSource.Generator) {
    var words = InventedLanguage.inventedWords
    generator.shuffle(&words)
    var rest = words[...]
    func next() -> String { rest.popFirst() ?? "" }
    plain = (0..<InventedLanguage.plainWords).map { _ in
      Entry(source: next(), translations: [([next().uppercased()], 1)])
    }
    let loose = (1 - InventedLanguage.fixedShare) / Double(InventedLanguage.looseWays)
    forked = (0..<InventedLanguage.forkedWords).map { _ in
      let source = next()
      let fixed = (0..<2).map { _ in next().uppercased() }
      let first = next().uppercased()
      return Entry(
        source: source,
        translations: [(fixed, InventedLanguage.fixedShare)]
          + (0..<InventedLanguage.looseWays).map { _ in ([first, next().uppercased()], loose) })
    }
    entries = Dictionary(
      (plain + forked).map { ($0.source, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Words of two syllables, all different.
  private static var inventedWords: [String] {
    let syllables = ["ba", "de", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu", "va"]
    return syllables.flatMap { first in syllables.map { first + $0 } }
  }

  /// A sentence with one of its translations, drawn as the language has them.
  func pair(_ generator: inout RandomSource.Generator, canBreak: Bool) -> TextPair {
    let shortest = InventedLanguage.lengths.lowerBound
    let length = shortest + generator.number(below: InventedLanguage.lengths.count)
    var source: [String] = []
    var target: [String] = []
    for _ in 0..<length {
      let isForked = generator.fraction() < InventedLanguage.forkedShare
      guard let entry = generator.element(of: isForked ? forked : plain) else { continue }
      source.append(entry.source)
      target += InventedLanguage.drawn(entry, generator.fraction())
    }
    if canBreak, generator.fraction() < InventedLanguage.brokenShare {
      target = Array(target.prefix(1))
    }
    return TextPair(
      source: source.joined(separator: " "), target: target.joined(separator: " "))
  }

  private static func drawn(_ entry: Entry, _ fraction: Double) -> [String] {
    var rest = fraction
    for translation in entry.translations {
      rest -= translation.probability
      if rest < 0 { return translation.words }
    }
    return entry.translations.last?.words ?? []
  }

  /// What an output is, whatever its reference says.
  enum Judgement {
    /// One of the right translations.
    case right
    /// The beginning of a right translation.
    case brokenOff
    /// Something else.
    case wrong
  }

  /// Judges an output by the language itself. Translations of different ways start with different words, so that
  /// one walk decides.
  func judge(_ output: String, of source: String) -> Judgement {
    var rest = output.split(separator: " ").map(String.init)[...]
    for word in source.split(separator: " ") {
      guard !rest.isEmpty else { return .brokenOff }
      let ways = entries[String(word)]?.translations.map(\.words) ?? []
      if let way = ways.first(where: { rest.starts(with: $0) }) {
        rest = rest.dropFirst(way.count)
      } else {
        return ways.contains { $0.starts(with: rest) } ? .brokenOff : .wrong
      }
    }
    return rest.isEmpty ? .right : .wrong
  }
}
