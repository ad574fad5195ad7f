import Foundation
import Seq2SeqTensors
import Seq2SeqText

// One file holds all that is needed to translate: weights, configuration and vocabularies, with a digest.
extension Seq2SeqModel {
  /// The model's file in a run folder.
  public static let fileName = "model.safetensors"

  private static let format = "swift-seq2seq model 1"

  private enum Key {
    static let format = "format"
    static let configuration = "configuration"
    static let sourceVocabulary = "vocabulary.source"
    static let targetVocabulary = "vocabulary.target"
  }

  /// Reads a model.
  ///
  /// - Parameters:
  ///   - path: a model file or a run folder.
  ///   - threads: how many threads check the digest.
  /// - Throws: `UserError` for a missing, damaged or foreign file.
  public convenience init(path: String, threads: Int = 1) throws {
    let path = Seq2SeqModel.file(at: path)
    let file = try SafeTensorsFile(path: path)
    guard file.metadata[Key.format] == Seq2SeqModel.format,
      let json = file.metadata[Key.configuration]
    else {
      throw UserError(
        .badData, file: path, "this is not a model of swift-seq2seq",
        remedy: "give a run folder or the model.safetensors in it")
    }
    // The digest is worked out beside the loading; nothing is handed out before it has been compared.
    let digest = DigestCheck(of: file, threads: threads)
    defer { digest.wait() }
    try self.init(
      configuration: Seq2SeqModel.locate(in: path) { try Configuration(json: json) },
      sourceVocabulary: Seq2SeqModel.locate(in: path) {
        try Vocabulary(serialized: file.bytes(Key.sourceVocabulary))
      },
      targetVocabulary: Seq2SeqModel.locate(in: path) {
        try Vocabulary(serialized: file.bytes(Key.targetVocabulary))
      },
      checking: { parameters in
        for parameter in parameters
        where file.shape(of: parameter.name) != [parameter.rows, parameter.columns] {
          throw UserError(
            .badData, file: path,
            "\(parameter.name) is missing or has another shape than the configuration says",
            remedy: "use the version that trained the model, or train it again")
        }
      })
    try file.withFloats(parameters.parameters.map(\.name)) { numbers in
      parameters.load(numbers, threads: threads)
    }
    try digest.result()
  }

  /// Writes the model into one file, atomically; the same model gives the same bytes.
  public func write(to path: String, threads: Int = 1) throws {
    var writer = SafeTensorsWriter(metadata: [
      Key.format: Seq2SeqModel.format, Key.configuration: try configuration.jsonString,
    ])
    writer.add(Key.sourceVocabulary, bytes: sourceVocabulary.serialized())
    writer.add(Key.targetVocabulary, bytes: targetVocabulary.serialized())
    for parameter in parameters.parameters {
      parameters.values.withFloats(parameter.range) { part in
        writer.add(
          parameter.name, shape: [parameter.rows, parameter.columns],
          floats: UnsafeBufferPointer(part))
      }
    }
    try writer.write(to: path, threads: threads)
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
