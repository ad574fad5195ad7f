import Seq2SeqText

/// A gettext catalogue in its binary form (`.mo`), as the GNU gettext manual describes it,
/// "The Format of GNU MO Files": a header of seven 32-bit words, then two tables of (length, offset),
/// one for the originals, one for the translations.
///
/// Contexts are dropped, and of plural forms only the first is kept. Sizes and offsets are not
/// trusted: a catalogue that points outside itself is refused.
struct MessageCatalogue: Sendable {
  /// The messages in file order, without the header entry.
  private(set) var messages: [SentencePair] = []
  /// Messages that are not valid in the catalogue's own character set.
  private(set) var undecodable = 0

  /// Reads a catalogue; `file` is only named in errors.
  init(bytes: [UInt8], file: String) throws {
    let words = try MessageCatalogueWords(bytes: bytes, file: file)
    let revision = try words.word(at: 4)
    guard revision >> 16 <= 1 else {
      throw words.damage("its format revision \(revision >> 16) is unknown")
    }
    let count = try words.word(at: 8)
    let originals = try words.word(at: 12)
    let translations = try words.word(at: 16)
    // Before anything is allocated: both tables must lie inside the file.
    guard originals + 8 * count <= bytes.count, translations + 8 * count <= bytes.count else {
      throw words.damage("its tables of \(count) messages do not fit into \(bytes.count) bytes")
    }
    // Honest catalogues store a string once. Many entries on the same large string would make a
    // small file cost unlimited time and memory.
    var budget = 4 * bytes.count
    for index in 0..<count {
      let original = try words.string(described: originals + 8 * index)
      let translation = try words.string(described: translations + 8 * index)
      budget -= original.count + translation.count
      guard budget >= 0 else { throw words.damage("its strings overlap") }
      if original.isEmpty {
        try Self.checkCharacterSet(String(decoding: translation, as: UTF8.self), file: file)
        continue
      }
      guard let source = Self.text(original), let target = Self.text(translation) else {
        undecodable += 1
        continue
      }
      messages.append(SentencePair(source: source, target: target))
    }
  }

  /// The text of the first plural form, without its context.
  private static func text(_ bytes: ArraySlice<UInt8>) -> String? {
    let first = bytes.prefix { $0 != 0 }
    let contextEnd = first.firstIndex(of: 4).map { $0 + 1 } ?? first.startIndex
    return String(validating: first[contextEnd...], as: UTF8.self)
  }

  /// Refuses catalogues whose header names a character set other than UTF-8 or its subset ASCII.
  private static func checkCharacterSet(_ header: String, file: String) throws {
    guard let start = header.lowercased().range(of: "charset=")?.upperBound else { return }
    let name = header.lowercased()[start...].prefix { !$0.isWhitespace && $0 != ";" }
    guard ["utf-8", "utf8", "us-ascii", "ascii"].contains(name) else {
      throw UserError(
        .badData, file: file, "its character set is '\(name.prefix(40))', not UTF-8",
        remedy: "convert it with msgunfmt, msgconv -t UTF-8 and msgfmt, or take it away")
    }
  }
}
