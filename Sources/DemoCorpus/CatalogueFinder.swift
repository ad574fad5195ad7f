import Foundation
import Seq2SeqText

/// Finds gettext catalogues in unpacked packages.
enum CatalogueFinder {
  /// All `ko/LC_MESSAGES/*.mo` below a folder, in the order of their paths.
  static func koreanCatalogues(below folder: String) throws -> [String] {
    var isFolder: ObjCBool = false
    guard
      FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue,
      let walk = FileManager.default.enumerator(atPath: folder)
    else {
      throw UserError(
        .missingInput, file: folder, "there is no such folder", remedy: "check the path")
    }
    var files: [String] = []
    for case let path as String in walk {
      let parts = "/\(folder)/\(path)".split(separator: "/")
      if path.hasSuffix(".mo"), parts.dropLast().suffix(2) == ["ko", "LC_MESSAGES"] {
        files.append("\(folder)/\(path)")
      }
    }
    return files.sorted()
  }
}
