/// A text and its translation.
struct SentencePair: Hashable, Sendable {
  var source: String
  var target: String
}
