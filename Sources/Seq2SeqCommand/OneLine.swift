extension String {
  /// The text with a space for whatever ends a line, for Unicode or for a terminal.
  ///
  /// A translation is one line whatever the model says, and so is an error whatever it quotes.
  var onOneLine: String {
    guard unicodeScalars.contains(where: String.endsLine) else { return self }
    var text = UnicodeScalarView()
    for scalar in unicodeScalars { text.append(String.endsLine(scalar) ? " " : scalar) }
    return String(text)
  }

  private static func endsLine(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0A...0x0D, 0x85, 0x2028, 0x2029: true
    default: false
    }
  }
}
