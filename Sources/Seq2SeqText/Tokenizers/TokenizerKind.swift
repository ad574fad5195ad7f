/// The tokenizers by the names that a configuration uses.
public enum TokenizerKind: String, CaseIterable, Codable, Sendable {
  /// Split at Unicode white space, joined by one space.
  case words
  /// Unicode scalars of the text in NFC.
  case characters
  /// Grapheme clusters: a Hangul syllable block is one token.
  case syllables
  /// Hangul letters (leading, vowel, trailing); other scripts by grapheme cluster.
  case jamo

  /// The tokenizer of this name.
  public var tokenizer: any Tokenizer {
    switch self {
    case .words: WordTokenizer()
    case .characters: CharacterTokenizer()
    case .syllables: SyllableTokenizer()
    case .jamo: JamoTokenizer()
    }
  }
}
