import Seq2Seq

/// How a classifier gets one vector of a fixed size from a source of any length.
enum FixedFeatures: String, Codable, CaseIterable, Sendable {
  /// The mean of the tokens' embeddings: of the same size for any length, without any order.
  case mean
  /// The embeddings of the first so many places side by side: order is kept, a longest length is built in.
  case window
}
