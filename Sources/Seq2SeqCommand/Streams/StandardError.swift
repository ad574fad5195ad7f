import Seq2Seq

/// Standard error, where everything goes that is not a result.
enum StandardError {
  /// Writes a text; that nobody reads it is no reason to fail.
  static func write(_ text: String) {
    ProgressLine.writeToStandardError(text)
  }
}
