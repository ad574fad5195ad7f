import Foundation
import Seq2SeqTensors
import Seq2SeqText

extension Seq2SeqModel {
  /// A model whose weights come from PyTorch: the `state_dict` of a module of `nn.LSTM`, `nn.GRU` or
  /// `nn.RNN` layers, `nn.Embedding` and `nn.Linear`, saved by safetensors. Documentation/Import.md lists
  /// the names and has a whole module to start from.
  ///
  /// - Parameters:
  ///   - weights: The safetensors file; float32, float64, bfloat16 or float16.
  ///   - configuration: What the module is: its cell, sizes, layers, attention, bridge and ties.
  ///   - source: The source tokens, in the order of the encoder's embedding.
  ///   - target: The target tokens, in the order of the decoder's embedding and of the projection.
  /// - Throws: `UserError` that names every tensor that is missing, has no place or another shape.
  public convenience init(
    importing weights: String, configuration: Configuration, source: VocabularyFile,
    target: VocabularyFile
  ) throws {
    try Seq2SeqModel.require([Vocabulary.unknown], in: source, of: "source")
    try Seq2SeqModel.require([Vocabulary.start, Vocabulary.end], in: target, of: "target")
    if configuration.model.tieEmbeddings == .all, source.rows != target.rows {
      throw UserError(
        .usage, file: target.path,
        "model.tie_embeddings all needs one vocabulary for both sides",
        remedy: "give the same file as --source-vocabulary and --target-vocabulary")
    }
    let file = try Seq2SeqModel.openWeights(weights)
    try self.init(
      configuration: configuration, sourceVocabulary: source.vocabulary,
      targetVocabulary: target.vocabulary,
      store: { builder in
        var reader = PyTorchWeights(
          file, parameters: builder.parameters, tie: configuration.model.tieEmbeddings,
          sourceRows: source, targetRows: target)
        let values = try reader.read()
        let store = builder.store()
        for (parameter, values) in zip(builder.parameters, values) {
          store.values.withFloats(parameter.range) { part in
            for index in part.indices { part[index] = values[index] }
          }
        }
        return store
      })
  }

  /// The symbols without which a side's text could not be written in numbers.
  private static func require(
    _ symbols: [Int32], in file: VocabularyFile, of side: String
  ) throws {
    for symbol in symbols where file.rows[Int(symbol)] == nil {
      let token = Vocabulary.specialTokens[Int(symbol)]
      throw UserError(
        .badData, file: file.path, "the \(side) vocabulary has no \(token)",
        remedy: "add it, with its row in the embedding")
    }
  }

  private static func openWeights(_ path: String) throws -> SafeTensorsFile {
    do {
      let file = try SafeTensorsFile(path: path)
      guard file.metadata["format"]?.hasPrefix("swift-seq2seq") != true else {
        throw UserError(
          .badData, file: path, "is a model of swift-seq2seq already",
          remedy: "translate with it as it is")
      }
      return file
    } catch let error as UserError {
      // torch.save writes a ZIP archive, in its old form a pickle.
      let start = try? FileHandle(forReadingAtPath: path)?.read(upToCount: 2)
      guard error.kind == .badData, start == Data("PK".utf8) || start?.first == 0x80 else {
        throw error
      }
      throw UserError(
        .badData, file: path, "is what torch.save wrote, not a safetensors file",
        remedy: "write the state_dict with safetensors.torch.save_file")
    }
  }
}
