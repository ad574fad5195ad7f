import Seq2SeqModels
import Seq2SeqTensors
import Seq2SeqText

/// The model of `training.initial_model`, whose weights, vocabularies and subword models a run begins with.
///
/// So a model is trained further on data of another kind (Luong and Manning 2015), or in stages from
/// easy examples to hard ones (Bengio et al. 2009).
struct InitialModel: Sendable {
  private let path: String
  private let model: Seq2SeqModel

  /// - Parameters:
  ///   - path: a run folder or a model file.
  ///   - configuration: the run's; its text must be cut as the model's.
  ///   - threads: how many check the file's digest.
  /// - Throws: `UserError` for a missing or damaged file, or one whose text is cut in another way.
  init(path: String, for configuration: Configuration, threads: Int) throws {
    self.path = path
    model = try Seq2SeqModel(path: path, threads: threads)
    guard !model.parameters.isQuantized else {
      throw UserError(
        .badData, file: path, "its weights were rounded to int8 by export",
        remedy: "name the run folder that it was exported from in training.initial_model")
    }
    let (before, wanted) = (model.configuration.data, configuration.data)
    try checkSide("source", before.source, wanted.source)
    try checkSide("target", before.target, wanted.target)
    guard before.sharedVocabulary == wanted.sharedVocabulary else {
      throw otherKey("data.shared_vocabulary", "\(before.sharedVocabulary)")
    }
  }

  /// The tokens that the run knows: whatever else the training text holds is unknown to it.
  var vocabularies: (source: Vocabulary, target: Vocabulary) {
    (model.sourceVocabulary, model.targetVocabulary)
  }

  /// What cuts the run's text into pieces, if its tokenizers need it.
  var subwords: (source: SubwordModel?, target: SubwordModel?) {
    (model.sourcePipeline.subwordModel, model.targetPipeline.subwordModel)
  }

  /// Where the run's tokens come from, for the report on the corpus.
  var note: String {
    "vocabularies of \(path): \(model.sourceVocabulary.count) source and "
      + "\(model.targetVocabulary.count) target tokens"
  }

  /// Writes its weights over those of a model of the same shape.
  ///
  /// - Throws: `UserError` naming the first parameter that the other does not have, or in another shape.
  func copyWeights(into other: ParameterStore) throws {
    for (one, another) in [(model.parameters, other), (other, model.parameters)] {
      for parameter in one.parameters {
        let counterpart = another[parameter.name]
        guard counterpart?.rows == parameter.rows, counterpart?.columns == parameter.columns else {
          throw UserError(
            .usage, file: path,
            "training.initial_model has another shape than the section model says, first in "
              + parameter.name,
            remedy: "give both the same cell, layers, sizes, attention, bridge and copying")
        }
      }
    }
    for parameter in other.parameters {
      guard let mine = model.parameters[parameter.name] else { continue }
      other.values.withFloats(parameter.range) { place in
        model.parameters.withWeights(of: mine) { _ = place.update(fromContentsOf: $0) }
      }
    }
  }

  private func checkSide(
    _ name: String, _ before: TextConfiguration, _ wanted: TextConfiguration
  ) throws {
    guard before.tokenizer == wanted.tokenizer else {
      throw otherKey("data.\(name).tokenizer", before.tokenizer.rawValue)
    }
    guard before.lowercase == wanted.lowercase else {
      throw otherKey("data.\(name).lowercase", "\(before.lowercase)")
    }
  }

  private func otherKey(_ key: String, _ value: String) -> UserError {
    UserError(
      .usage, file: path, "training.initial_model was trained with another \(key)",
      remedy: "set \(key): \(value), or leave training.initial_model out")
  }
}
