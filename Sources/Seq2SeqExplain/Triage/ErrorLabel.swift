/// What may be behind a wrong output, or at least goes with it.
public enum ErrorLabel: String, CaseIterable, Codable, Sendable {
  /// The source has tokens that the model does not know.
  case unknownSource = "unknown symbol in the source"
  /// The reference has tokens that the model cannot write.
  case unknownReference = "unknown symbol in the reference"
  /// The source is longer than the model reads.
  case sourceCut = "source cut"
  /// The output has less than 7 tokens for 10 of the reference, and at least two fewer.
  case tooShort = "too short"
  /// The output has more than 14 tokens for 10 of the reference, and at least two more.
  case tooLong = "too long"
  /// Three tokens or more of the output say again what stands right before them, more than in the reference.
  case repetition = "repetition"
  /// The search's own score of the reference is higher than that of the output.
  case searchError = "search error"
  /// A source token gets less attention than is usual in right outputs; see ``AttentionBounds``.
  case sourceSkipped = "source skipped"
  /// A source token gets more attention than is usual in right outputs.
  case sourceRevisited = "source revisited"
  /// None of these.
  case other = "other"
}
