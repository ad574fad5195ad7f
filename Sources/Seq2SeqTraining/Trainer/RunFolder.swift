import Foundation
import Seq2SeqModels
import Seq2SeqText

/// The folder of a run: model, checkpoint, configuration and logs.
enum RunFolder {
  static let configurationFile = "configuration.yaml"
  static let tensorBoardFolder = "tensorboard"

  /// Throws if the best model of a run that is to go on is one that cannot be trained.
  static func checkModel(in folder: String) throws {
    let path = folder + "/" + Seq2SeqModel.fileName
    // One that is damaged or not there is no obstacle: it is not read, and written anew.
    guard (try? Seq2SeqModel.isInt8(at: path)) == true else { return }
    throw UserError(
      .usage, file: path, "a model with int8 weights cannot be trained further",
      remedy: "put the run's own model back, or train into another --output")
  }

  /// Makes the folder and writes the configuration that is used, with paths that hold from anywhere.
  static func prepare(_ path: String, _ configuration: Configuration) throws {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true)
    } catch {
      throw UserError(
        .inputOutput, file: path, "the run folder cannot be made",
        remedy: "give an --output that can be written")
    }
    let used = configuration.resolvingPaths(in: FileManager.default.currentDirectoryPath)
    try AtomicFile.write(
      Array(ConfigurationFile.yaml(used).utf8), to: path + "/" + configurationFile)
  }
}
