import Foundation
import Seq2Seq

/// The place of a model that is to be written.
enum NewModelFile {
  /// The file that an option means: itself, or `model.safetensors` in a folder that is there.
  ///
  /// Errors: `UserError` if something is there already, or if nothing can be written there.
  static func path(_ given: String, option: String) throws -> String {
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: given, isDirectory: &isFolder)
    let path = exists && isFolder.boolValue ? given + "/" + Seq2SeqModel.fileName : given
    guard !FileManager.default.fileExists(atPath: path) else {
      throw UserError(
        .usage, file: path, "is there already", remedy: "give another \(option), or remove it")
    }
    return path
  }
}
