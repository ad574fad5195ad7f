import Foundation

/// How wide and how colourful a text may be.
struct Terminal {
  /// The columns.
  var width: Int
  /// Whether it understands colours.
  var hasColours: Bool

  /// What is behind standard output; where it is no terminal, `COLUMNS` or 100 columns without colours.
  static var output: Terminal {
    let environment = ProcessInfo.processInfo.environment
    var size = winsize()
    guard isatty(STDOUT_FILENO) == 1, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 else {
      let width = environment["COLUMNS"].flatMap { Int($0) } ?? 0
      return Terminal(width: width > 0 ? width : 100, hasColours: false)
    }
    return Terminal(
      width: size.ws_col > 0 ? Int(size.ws_col) : 100,
      hasColours: (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb")
  }

  func heading(_ text: String) -> String { coloured(text, "1;34") }
  func strong(_ text: String) -> String { coloured(text, "1") }
  func faint(_ text: String) -> String { coloured(text, "2") }
  func good(_ text: String) -> String { coloured(text, "32") }

  private func coloured(_ text: String, _ code: String) -> String {
    hasColours ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
