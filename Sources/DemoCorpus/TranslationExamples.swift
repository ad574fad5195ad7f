import Seq2SeqText

/// Sources, references and translations, a row each.
struct TranslationExamples: Sendable {
  struct Example: Equatable, Sendable {
    var pair: SentencePair
    var translation: String
  }

  private(set) var examples: [Example]

  /// Joins pairs with the translations of their sources; `file` is where the translations are from.
  init(pairs: [SentencePair], translations: [String], file: String) throws {
    guard pairs.count == translations.count else {
      throw UserError(
        .badData, file: file,
        "it has \(translations.count) translations for \(pairs.count) pairs",
        remedy: "translate exactly the sources of the pairs, line by line")
    }
    examples = zip(pairs, translations).map { Example(pair: $0, translation: $1) }
  }

  /// At most `count` examples spread evenly over the lengths of the sources, short ones first.
  /// Which of equal length is taken depends on a hash of the source, not on the quality of its
  /// translation.
  func spread(_ count: Int) -> TranslationExamples {
    guard count < examples.count else { return self }
    let sorted = examples.sorted { left, right in
      let lengths = (left.pair.source.count, right.pair.source.count)
      return lengths.0 != lengths.1
        ? lengths.0 < lengths.1
        : LetterHash.hash(of: left.pair.source) < LetterHash.hash(of: right.pair.source)
    }
    var result = self
    result.examples = (0..<count).map { sorted[(2 * $0 + 1) * sorted.count / (2 * count)] }
    return result
  }

  /// A row each, with or without the references.
  func table(references: Bool) -> TextTable {
    TextTable(
      titles: references ? ["source", "reference", "translation"] : ["source", "translation"],
      rows: examples.map { example in
        references
          ? [example.pair.source, example.pair.target, example.translation]
          : [example.pair.source, example.translation]
      })
  }
}
