import Foundation

/// A hash of a text's letters alone: strings that differ in case, digits, spaces or punctuation
/// ("Page 1", "page 2…") hash alike and so land in the same split.
enum LetterHash {
  /// The lower-cased letters of a text, composed; the text itself when it has none.
  static func letters(of text: String) -> String {
    let letters = text.lowercased().precomposedStringWithCanonicalMapping.filter(\.isLetter)
    return letters.isEmpty ? text : letters
  }

  /// FNV-1a, 64 bits, of the letters in UTF-8.
  static func hash(of text: String) -> UInt64 {
    letters(of: text).utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }
}
