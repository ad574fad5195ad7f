import Foundation

/// A folder of a test's own, removed with everything in it when the test lets go of it.
final class ReportsFolder {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "run-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
  }

  func content(of name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: path + "/" + name))
  }

  func lines(of name: String) throws -> [String] {
    String(decoding: try content(of: name), as: UTF8.self).split(separator: "\n").map(String.init)
  }
}
