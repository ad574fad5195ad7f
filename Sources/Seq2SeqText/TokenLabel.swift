/// A token as it is drawn: visible, and of a width that is known.
package struct TokenLabel: Equatable, Sendable {
  package let text: String
  /// Columns on a terminal.
  package let width: Int

  /// - Parameters:
  ///   - widest: The columns it may take; the end of a longer token becomes an ellipsis.
  ///   - isProse: Whether spaces between words are as in prose; those at the ends are visible all the same.
  package init(_ token: String, widest: Int = .max, isProse: Bool = false) {
    var text = ""
    var width = 0
    let scalars = Array(token.unicodeScalars)
    let before = scalars.prefix { $0 == " " }.count
    let after = scalars.reversed().prefix { $0 == " " }.count
    let words = before..<max(before, scalars.count - after)
    let shown = scalars.enumerated().map { place, scalar in
      isProse && scalar == " " && words.contains(place) ? scalar : TokenLabel.visible(scalar)
    }
    for character in String(String.UnicodeScalarView(shown)) {
      // One column is kept for the ellipsis, and the token's own last character may fill it.
      guard width + character.displayWidth <= widest else {
        while width >= widest, let last = text.popLast() { width -= last.displayWidth }
        text.append("…")
        width += 1
        break
      }
      text.append(character)
      width += character.displayWidth
    }
    self.text = text
    self.width = width
  }

  /// The characters from top to bottom.
  package var characters: [Character] { Array(text) }

  /// Spaces as U+2423, controls as U+FFFD, and the conjoining letters of Hangul, which a terminal
  /// would draw into their neighbours, as letters that stand alone.
  private static func visible(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    let letters: [(first: UInt32, shown: String)] = [
      (0x1100, "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"),
      (0x1161, "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"),
      (0x11A8, "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"),
    ]
    for (first, shown) in letters {
      let scalars = Array(shown.unicodeScalars)
      if scalar.value >= first, scalar.value < first + UInt32(scalars.count) {
        return scalars[Int(scalar.value - first)]
      }
    }
    switch scalar.properties.generalCategory {
    case .spaceSeparator: return "␣"
    case .control, .format, .lineSeparator, .paragraphSeparator: return "\u{FFFD}"
    default: return scalar
    }
  }
}
