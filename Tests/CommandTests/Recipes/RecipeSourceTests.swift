import Foundation
import Testing

/// The filters that cut new texts as `prepare` cut those of training.
@Suite struct RecipeSourceTests {
  @Test(arguments: [
    ("pronunciation", "값 a\n\u{1100}\u{1161}\n\n", "ᄀ ᅡ ᆹ ▁ a\nᄀ ᅡ\n\n"),
    (
      "morphology-korean", "제일 가까운\n",
      "<eojeol> 제 일 </eojeol> <space> 가 까 운\n제 일 <space> <eojeol> 가 까 운 </eojeol>\n"
    ),
    ("summarisation", "The  KDevelop (IDE).\r\n", "The KDevelop ( IDE ).\n"),
    ("code-generation", "Sort `a b` by 'k', don't ask\n", "sort var_0 by str_1 , don ' t ask\n"),
  ])
  func cutsLineByLine(_ recipe: String, _ input: String, _ expected: String) async throws {
    let result = try await RecipeFolder().run(
      "Recipes/\(recipe)/prepare", ["--source"], [:], input: input)
    #expect(result.exitCode == 0, "\(result.error)")
    #expect(Array(result.output.unicodeScalars) == Array(expected.unicodeScalars))
  }

  /// Of words that sound alike the first, of words within words the longest; without a dictionary jamo alone.
  @Test func pronunciationPutsHanjaBeforeSyllables() async throws {
    let folder = RecipeFolder()
    try folder.write(
      "hanja.txt",
      ["# a comment: here", "나:羅:", "나라:娜羅:", "나라:奈羅:이름", "나라다:奈羅多:", "길이:다른길이:"])
    let expected = [
      folder.path("hanja.txt"): "ᄀ ᅡ 娜 ᄂ ᅡ 羅 ᄅ ᅡ ▁ 奈 ᄂ ᅡ 羅 ᄅ ᅡ 多 ᄃ ᅡ ᄀ ᅵ ᆯ ᄋ ᅵ\nᄂ ᅡ\n",
      "none": "ᄀ ᅡ ᄂ ᅡ ᄅ ᅡ ▁ ᄂ ᅡ ᄅ ᅡ ᄃ ᅡ ᄀ ᅵ ᆯ ᄋ ᅵ\nᄂ ᅡ\n",
    ]
    for (hanja, lines) in expected {
      let result = try await folder.run(
        "Recipes/pronunciation/prepare", ["--source"], ["HANJA": hanja],
        input: "가나라 나라다길이\n나\n")
      #expect(result.exitCode == 0, "\(result.error)")
      #expect(Array(result.output.unicodeScalars) == Array(lines.unicodeScalars))
    }
  }

  /// With an apt-get that has a package made up here, and with one that fails.
  @Test(
    .enabled(if: !FileManager.default.fileExists(atPath: "/usr/share/libhangul/hanja/hanja.txt")),
    .enabled(if: FileManager.default.fileExists(atPath: "/usr/bin/dpkg-deb")),
    arguments: [
      ("dpkg-deb --build \"$FILES\" libhangul-data_1_all.deb", "死 ᄉ ᅡ 亡 ᄆ ᅡ ᆼ\n"),
      ("exit 100", "ᄉ ᅡ ᄆ ᅡ ᆼ\n"),
    ])
  func pronunciationFetchesItsDictionaryOrSaysThatItCannot(
    _ script: String, _ expected: String
  ) async throws {
    let folder = RecipeFolder()
    try folder.write("bin/apt-get", ["#!/bin/sh", script])
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: folder.path("bin/apt-get"))
    try folder.write("files/usr/share/libhangul/hanja/hanja.txt", ["사망:死亡:"])
    try folder.write(
      "files/DEBIAN/control",
      [
        "Package: libhangul-data", "Version: 1", "Architecture: all", "Maintainer: a",
        "Description: a",
      ])
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    let variables = [
      "PATH": "\(folder.path("bin")):\(path)", "FILES": folder.path("files"),
      "RUNS": folder.path("runs"),
    ]
    let result = try await folder.run(
      "Recipes/pronunciation/prepare", ["--source"], variables, input: "사망\n")
    #expect(result.exitCode == 0, "\(result.error)")
    #expect(Array(result.output.unicodeScalars) == Array(expected.unicodeScalars))
    #expect(
      result.error.contains("warning: libhangul-data could not be fetched")
        == (script == "exit 100"))
  }

  @Test func aFinishedTrainingIsNotRepeated() async throws {
    let folder = RecipeFolder()
    let first = try await folder.runRecipe("dates", ["DATA": ""])
    #expect(first.error.contains("== Training: Recipes/dates/configuration.yaml, seed 1."))
    let again = try await folder.runRecipe("dates", ["DATA": ""])
    #expect(again.error.contains("done before with the same data and settings"))
    #expect(again.output == first.output)
    let changed = try await folder.runRecipe("dates", ["DATA": "", "SET": "model.dropout=0.2"])
    #expect(!changed.error.contains("done before"))
    #expect(folder.holds("runs/dates/smoke/run/model.safetensors"))
  }
}
