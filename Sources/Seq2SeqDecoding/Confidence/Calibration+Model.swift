import Seq2SeqModels
import Seq2SeqText

extension Calibration {
  /// Fits to translations of a model that was read from a file, and whether they are right.
  ///
  /// - Throws: `UserError` for too few lines, or a model that comes from no file.
  package init(
    _ outcomes: [(translation: Translation, isRight: Bool)], of model: Seq2SeqModel,
    decoding: DecodingConfiguration
  ) throws {
    guard let digest = model.digest else {
      throw UserError(
        .usage, "the model was not read from a file", remedy: "write it, and read it again")
    }
    try self.init(outcomes, modelDigest: digest, decoding: decoding)
  }

  /// Whether it was made for a model.
  package func fits(_ model: Seq2SeqModel) -> Bool { model.digest == modelDigest }

  /// Whether it was made with this search, the number of hypotheses that are shown apart.
  package func fits(_ decoding: DecodingConfiguration) -> Bool {
    var (own, other) = (self.decoding, decoding)
    (own.nBest, other.nBest) = (1, 1)
    return own == other
  }

  /// How far its confidences are from what is right; empty translations of empty lines are left out.
  public func error(of outcomes: [(translation: Translation, isRight: Bool)]) -> CalibrationError {
    CalibrationError(
      outcomes.filter { Calibration.isTranslated($0.translation) }
        .map { (confidence: confidence(of: $0.translation), isRight: $0.isRight) })
  }
}
