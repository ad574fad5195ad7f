/// A line of input with what had to be done to it.
struct InputLine: Equatable {
  /// The text.
  var text: String
  /// The number of the line, from 1.
  var number: Int
  /// Whether it was not UTF-8, and its broken bytes became U+FFFD.
  var isRepaired = false
  /// Whether it was so long that only its beginning is here.
  var isShortened = false
}
