import Foundation

/// Turns the messages of user interfaces into plain text: no accelerators, no markup.
enum PairCleaner {
  /// The most words of an English text that the demo learns from.
  static let maximumWords = 12
  static let minimumHangulShare = 0.4

  /// The cleaned pair, or why there is none.
  static func clean(
    _ pair: SentencePair, maximumWords: Int = maximumWords
  ) -> Result<SentencePair, LeftOut> {
    if hasPlaceholder(pair.source) || hasPlaceholder(pair.target) {
      return .failure(LeftOut(.placeholder))
    }
    let source = plainText(pair.source)
    let target = plainText(pair.target)
    if source.isEmpty || target.isEmpty { return .failure(LeftOut(.empty)) }
    // An underscore that is no accelerator belongs to an identifier.
    if source.contains("_") || target.contains("_") { return .failure(LeftOut(.placeholder)) }
    if source == target { return .failure(LeftOut(.identical)) }
    guard source.unicodeScalars.contains(where: isLatinLetter) else {
      return .failure(LeftOut(.noWords))
    }
    if source.split(separator: " ").count > maximumWords { return .failure(LeftOut(.tooLong)) }
    if hangulShare(target) < minimumHangulShare { return .failure(LeftOut(.notKorean)) }
    return .success(SentencePair(source: source, target: target))
  }

  /// The reason as an error, so that `Result` can carry it.
  struct LeftOut: Error, Equatable {
    let reason: LeftOutReason
    init(_ reason: LeftOutReason) { self.reason = reason }
  }

  /// Whether a text holds something that a program fills in, or that is code.
  static func hasPlaceholder(_ text: String) -> Bool {
    text.unicodeScalars.contains { "%{}$\\@".unicodeScalars.contains($0) }
      || text.contains("http") || text.contains("__")
  }

  /// The text as a reader sees it on the screen, composed to NFC.
  static func plainText(_ text: String) -> String {
    let withoutMarkup = decodingEntities(removingTags(text))
    let plain = removingAccelerators(Array(withoutMarkup.unicodeScalars))
    return plain.precomposedStringWithCanonicalMapping
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// Removes `<b>`, `</b>`, `<br/>`: a sign `<` that a letter or a slash follows, up to `>`.
  static func removingTags(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    while let start = rest.firstIndex(of: "<") {
      let inside = rest[rest.index(after: start)...]
      guard let first = inside.first, first.isLetter || first == "/",
        let end = inside.firstIndex(of: ">")
      else {
        result += rest[...start]
        rest = inside
        continue
      }
      // A tag may stand between two words, as <br/> does; spaces are collapsed later.
      let name = inside.prefix { $0.isLetter || $0 == "/" }
      result += rest[..<start]
      if ["br", "br/", "p", "/p", "li", "/li"].contains(name.lowercased()) { result += " " }
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }

  private static let entities = [
    ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&#39;", "'"),
    ("&nbsp;", " "), ("&&", "& "), ("&amp;", "& "),
  ]

  /// Decodes the entities that user interfaces use, and Qt's `&&`; `&amp;` last, so that nothing is
  /// decoded twice. The space after a literal `&` keeps it from being read as an accelerator.
  static func decodingEntities(_ text: String) -> String {
    guard text.contains("&") else { return text }
    return entities.reduce(text) { $0.replacingOccurrences(of: $1.0, with: $1.1) }
  }

  /// Removes `(_F)`, `(&F)`, `(~F)` with the space before it, and the first `_`, `&` or `~` that
  /// stands before a letter or digit.
  static func removingAccelerators(_ scalars: [Unicode.Scalar]) -> String {
    var result = String.UnicodeScalarView()
    var index = 0
    var found = false
    while index < scalars.count {
      let scalar = scalars[index]
      if scalar == "(", index + 3 < scalars.count, isMarker(scalars[index + 1]),
        isLatinLetterOrDigit(scalars[index + 2]), scalars[index + 3] == ")"
      {
        while result.last?.properties.isWhitespace == true { result.removeLast() }
        index += 4
        continue
      }
      if !found, isMarker(scalar), index + 1 < scalars.count,
        scalars[index + 1].properties.isAlphabetic || isLatinLetterOrDigit(scalars[index + 1])
      {
        found = true
      } else {
        result.append(scalar)
      }
      index += 1
    }
    return String(result)
  }

  /// The share of a text's letters that are Hangul syllables; 0 without letters.
  static func hangulShare(_ text: String) -> Double {
    let letters = text.unicodeScalars.filter(\.properties.isAlphabetic)
    guard !letters.isEmpty else { return 0 }
    let hangul = letters.count { (0xAC00...0xD7A3).contains($0.value) }
    return Double(hangul) / Double(letters.count)
  }

  private static func isMarker(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar == "&" || scalar == "~"
  }

  private static func isLatinLetter(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII && scalar.properties.isAlphabetic
  }

  private static func isLatinLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
    isLatinLetter(scalar) || ("0"..."9").contains(scalar)
  }
}
