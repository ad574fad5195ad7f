import ArgumentParser
import Seq2Seq

/// `MODEL`.
struct ModelArgument: ParsableArguments {
  @Argument(help: "A run folder, or the model.safetensors in it.")
  var model: String

  /// The model, its digest still being worked out; see `Seq2SeqModel.checked`.
  func open() throws -> Seq2SeqModel { try Seq2SeqModel(unchecked: model, threads: 1) }

  /// The model. Errors: `UserError` if it is missing or damaged.
  func load(threads: Int) throws -> Seq2SeqModel {
    try Seq2SeqModel(path: model, threads: threads)
  }
}
