/// What a search is told of one sentence.
public struct SearchSentence: Sendable, Equatable {
  /// The number of its source tokens, for its length limit and its attention; 0 is allowed.
  public var sourceLength: Int
  /// Target tokens that every hypothesis begins with; its score includes them.
  public var prefix: [Int32]
  /// What sampling draws follows from: the number of its line in the whole input, so that it does
  /// not depend on how the input is cut into calls.
  public var number: Int
  /// How many target tokens there are for this sentence alone, numbered from V: those that may be copied
  /// from its source. Some of the numbers may be impossible.
  public var extraTokens = 0

  /// Describes a sentence.
  public init(sourceLength: Int, prefix: [Int32] = [], number: Int = 0) {
    self.sourceLength = sourceLength
    self.prefix = prefix
    self.number = number
  }
}
