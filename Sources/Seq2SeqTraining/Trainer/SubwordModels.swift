import Foundation
import Seq2SeqModels
import Seq2SeqText

/// The subword models of a run, read from files or trained from the training text.
struct SubwordModels: Sendable {
  /// Cuts the sources; nil for a tokenizer without a model.
  private(set) var source: SubwordModel?
  /// Cuts the targets. With a shared vocabulary it is the sources' model.
  private(set) var target: SubwordModel?
  /// How they were made, for the report on the corpus.
  private(set) var notes: [String] = []

  /// Those of the model that a run begins with.
  init(_ initial: InitialModel) {
    (source, target) = initial.subwords
    notes = [initial.note]
  }

  init(_ data: DataConfiguration, _ reader: CorpusReader, threads: Int) throws {
    let sides = [data.source, data.target]
    var words: (source: Vocabulary, target: Vocabulary)?
    if sides.contains(where: { $0.tokenizer.isSubword && $0.subwordModel == nil }) {
      words = try CorpusLoader.words(
        reader, lowercase: (data.source.lowercase, data.target.lowercase),
        shared: data.sharedVocabulary, threads: threads)
    }
    if data.sharedVocabulary {
      target = try model(data.target, "data.target", words?.target, "both sides")
      source = target
    } else {
      source = try model(data.source, "data.source", words?.source, "source")
      target = try model(data.target, "data.target", words?.target, "target")
    }
  }

  private mutating func model(
    _ side: TextConfiguration, _ key: String, _ words: Vocabulary?, _ name: String
  ) throws -> SubwordModel? {
    guard side.tokenizer.isSubword else { return nil }
    let kind = side.tokenizer.rawValue
    if let path = side.subwordModel {
      let model = try Self.read(path, side.tokenizer, key)
      notes.append("\(name): the \(model.count) \(kind) pieces of \(path)")
      return model
    }
    guard let words else { return nil }
    let size = side.vocabularySize ?? SubwordModel.defaultSize
    do {
      let model = try SubwordModel.train(side.tokenizer, words: words, size: size)
      let lack = model.count < size ? ", all that the text has of the \(size) allowed" : ""
      notes.append("\(name): \(model.count) \(kind) pieces\(lack)")
      return model
    } catch var error as UserError {
      error.problem = "\(key): " + error.problem
      throw error
    }
  }

  private static func read(
    _ path: String, _ kind: TokenizerKind, _ key: String
  ) throws -> SubwordModel {
    guard FileManager.default.fileExists(atPath: path) else {
      throw UserError(
        .missingInput, file: path, "there is no such file", remedy: "check \(key).subword_model")
    }
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw UserError(
        .inputOutput, file: path, "cannot be read", remedy: "check \(key).subword_model")
    }
    do {
      let model = try SubwordModel(serialized: Array(bytes))
      // The tokenizer checks that the model is of its kind.
      _ = try kind.tokenizer(model)
      return model
    } catch var error as UserError {
      error.file = path
      throw error
    }
  }
}
