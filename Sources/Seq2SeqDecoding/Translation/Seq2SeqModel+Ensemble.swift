import Seq2SeqModels
import Seq2SeqText

extension Seq2SeqModel {
  /// Throws `UserError` unless another model reads and writes the same tokens by the same numbers, so that
  /// the two can be asked together.
  package func checkEnsemble(with other: Seq2SeqModel) throws {
    let differing =
      [
        ("source tokenizer", sourcePipeline == other.sourcePipeline),
        ("target tokenizer", targetPipeline == other.targetPipeline),
        ("source vocabulary", sourceVocabulary == other.sourceVocabulary),
        ("target vocabulary", targetVocabulary == other.targetVocabulary),
      ].first { !$0.1 }?.0
    guard configuration.model.copying == other.configuration.model.copying else {
      throw UserError(
        .usage, "some models of the ensemble copy from the source and some do not",
        remedy: "take models with the same model.copying")
    }
    if let differing {
      throw UserError(
        .usage, "the \(differing) is not that of the first model of the ensemble",
        remedy: "take models that were trained on the same data with the same data section")
    }
  }
}
