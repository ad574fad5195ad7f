/// How one side of a corpus is read.
public struct SideOptions: Sendable, Equatable {
  /// From text to tokens.
  public var pipeline: TextPipeline
  /// The most tokens that a side may have; pairs with more are left out.
  public var maximumLength: Int
  /// The most tokens in the vocabulary, without the special symbols; `nil` for no limit.
  public var vocabularySize: Int?
  /// Tokens seen less often are not in the vocabulary.
  public var minimumFrequency: Int

  /// Makes options.
  public init(
    pipeline: TextPipeline, maximumLength: Int = 100, vocabularySize: Int? = nil,
    minimumFrequency: Int = 1
  ) {
    self.pipeline = pipeline
    self.maximumLength = maximumLength
    self.vocabularySize = vocabularySize
    self.minimumFrequency = minimumFrequency
  }
}
