import Foundation
import Seq2SeqTensors
import Seq2SeqText

// One file holds all that is needed to translate: weights, configuration, vocabularies and subword
// models, with a digest.
extension Seq2SeqModel {
  /// The model's file in a run folder.
  public static let fileName = "model.safetensors"

  private static let format = "swift-seq2seq model 1"

  private enum Key {
    static let format = "format"
    static let configuration = "configuration"
    static let sourceVocabulary = "vocabulary.source"
    static let targetVocabulary = "vocabulary.target"
    static let sourceSubwords = "subwords.source"
    static let targetSubwords = "subwords.target"
  }

  /// Opens a model and checks that it is whole.
  ///
  /// The weights are read where they lie in the file, which must not be changed in place meanwhile; to
  /// replace it by renaming another file is safe.
  ///
  /// - Parameters:
  ///   - path: a model file or a run folder.
  ///   - threads: how many threads check the digest.
  /// - Throws: `UserError` for a missing, damaged or foreign file.
  public convenience init(path: String, threads: Int = 1) throws {
    try self.init(unchecked: path, threads: threads)
    try digestCheck?.result()
  }

  /// Opens a model whose digest is worked out beside other work: nothing that comes of it may be shown
  /// before `checked` has returned.
  package convenience init(unchecked path: String, threads: Int) throws {
    let path = Seq2SeqModel.file(at: path)
    let file = try SafeTensorsFile(path: path)
    guard file.metadata[Key.format] == Seq2SeqModel.format,
      let json = file.metadata[Key.configuration]
    else {
      throw UserError(
        .badData, file: path, "this is not a model of swift-seq2seq",
        remedy: "give a run folder or the model.safetensors in it")
    }
    let digest = DigestCheck(of: file, threads: threads)
    do {
      let configuration = try Seq2SeqModel.locate(in: path) { try Configuration(json: json) }
      func subwords(_ key: String, _ side: TextConfiguration) throws -> SubwordModel? {
        guard side.tokenizer.isSubword else { return nil }
        return try Seq2SeqModel.locate(in: path) {
          try SubwordModel(serialized: file.bytes(key))
        }
      }
      try self.init(
        configuration: configuration,
        sourceVocabulary: Seq2SeqModel.locate(in: path) {
          try Vocabulary(serialized: file.bytes(Key.sourceVocabulary))
        },
        targetVocabulary: Seq2SeqModel.locate(in: path) {
          try Vocabulary(serialized: file.bytes(Key.targetVocabulary))
        },
        sourceSubwords: subwords(Key.sourceSubwords, configuration.data.source),
        targetSubwords: subwords(Key.targetSubwords, configuration.data.target),
        digestCheck: digest, store: { try $0.store(in: file) })
    } catch {
      // What a damaged file says of itself is not worth repeating.
      try digest.result()
      throw error
    }
  }

  /// The result of some work with the model, given out only if the file that it came from is whole.
  package func checked<Result>(_ body: () throws -> Result) throws -> Result {
    let result = Swift.Result { try body() }
    try digestCheck?.result()
    return try result.get()
  }

  /// Writes the model into one file, atomically; the same model gives the same bytes.
  public func write(to path: String, threads: Int = 1) throws {
    var writer = SafeTensorsWriter(metadata: [
      Key.format: Seq2SeqModel.format, Key.configuration: try configuration.jsonString,
    ])
    writer.add(Key.sourceVocabulary, bytes: sourceVocabulary.serialized())
    writer.add(Key.targetVocabulary, bytes: targetVocabulary.serialized())
    for (key, pipeline) in [
      (Key.sourceSubwords, sourcePipeline), (Key.targetSubwords, targetPipeline),
    ] {
      if let model = pipeline.subwordModel { writer.add(key, bytes: model.serialized) }
    }
    for parameter in parameters.parameters {
      if let quantized = parameters.quantized(parameter) {
        writer.add(
          parameter.name, shape: [parameter.rows, parameter.columns], integers: quantized.values)
        writer.add(
          QuantizedWeights.scaleName(parameter), shape: [parameter.rows],
          floats: quantized.scales)
        continue
      }
      // The writer takes the numbers before the model can be gone.
      parameters.withWeights(of: parameter) {
        writer.add(parameter.name, shape: [parameter.rows, parameter.columns], floats: $0)
      }
    }
    try writer.write(to: path, threads: threads)
  }

  /// The digest of the file that it was read from, which no other model has; nil if it comes from no file.
  package var digest: String? { digestCheck?.expected }

  /// Whether the weights in a model's file are 8-bit integers; its header alone is looked at.
  package static func isInt8(at path: String) throws -> Bool {
    let file = try SafeTensorsFile(path: file(at: path))
    return file.names.contains { file.type(of: $0) == .int8 }
  }

  /// Where a file that goes with a model lies: in the run folder, or beside the model's file.
  package static func companion(_ name: String, ofModelAt path: String) -> String {
    let path = file(at: path)
    return path.lastIndex(of: "/").map { String(path[...$0]) + name } ?? name
  }

  /// The model file that a path means.
  private static func file(at path: String) -> String {
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    return exists && isFolder.boolValue ? path + "/" + fileName : path
  }

  /// Names the file in an error about its contents.
  private static func locate<R>(in path: String, _ body: () throws -> R) throws -> R {
    do { return try body() } catch var error as UserError {
      error.file = error.file ?? path
      error.kind = .badData
      throw error
    }
  }
}

extension ParameterBuilder {
  /// The weights where they lie in a file.
  fileprivate func store(in file: SafeTensorsFile) throws -> ParameterStore {
    for parameter in parameters
    where file.shape(of: parameter.name) != [parameter.rows, parameter.columns] {
      throw UserError(
        .badData, file: file.path,
        "\(parameter.name) is missing or has another shape than the configuration says",
        remedy: "use the version that trained the model, or train it again")
    }
    return store(try parameters.map { try $0.weights(in: file) }, owner: file)
  }
}

extension Parameter {
  /// The weights where they lie in a file, perhaps quantized. A bias never is.
  fileprivate func weights(in file: SafeTensorsFile) throws -> StoredWeights {
    guard role != .bias, file.type(of: name) == .int8 else {
      return .floats(try file.floats(name))
    }
    let scales = QuantizedWeights.scaleName(self)
    guard file.shape(of: scales) == [rows] else {
      throw UserError(
        .badData, file: file.path, "\(scales) is missing or has another shape than \(name)",
        remedy: "export the model again")
    }
    return .quantized(
      QuantizedWeights(
        rows: rows, columns: columns, values: try file.integers(name),
        scales: try file.floats(scales)))
  }
}

extension QuantizedWeights {
  /// The name of the tensor with a parameter's scales.
  fileprivate static func scaleName(_ parameter: Parameter) -> String { parameter.name + ".scale" }
}
