/// How large a batch is.
public enum BatchSize: Sendable, Equatable {
  /// So many sentences.
  case sentences(Int)
  /// At most so many target tokens with padding: the longest target, its end symbol included, times
  /// the number of sentences. A sentence that is longer makes a batch of its own.
  case tokens(Int)
}
