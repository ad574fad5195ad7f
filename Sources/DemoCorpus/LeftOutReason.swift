/// Why a message of a catalogue is no use as a pair.
enum LeftOutReason: String, CaseIterable, Sendable {
  case placeholder = "with a placeholder, path, address or identifier"
  case empty = "empty on one side"
  case noWords = "without an English word"
  case tooLong = "too many English words"
  case notKorean = "less than 40 % Hangul"
  case identical = "the same on both sides"
}
