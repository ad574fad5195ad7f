import Foundation
import Testing

/// The module that Documentation/Import.md shows is the one whose exports the import is tested with.
@Test func theExampleOfImportIsTheFixturesModule() throws {
  let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  try expectExamples(
    of: "Documentation/Import.md", in: root.appending(path: "Scripts/fixtures/exported.py").path,
    names: ["module", "export"])
}
