import Testing

/// Rows of results.
@Suite struct RecipeRecordTests {
  private func record(_ folder: RecipeFolder, _ table: String, command: String) async throws
    -> RecipeFolder.Result
  {
    try await folder.run(
      "Recipes/shared/record",
      [folder.path("run"), table, "2026-01-02", "words", "7", "3.5", "2 cores, A|B", command], [:])
  }

  @Test func rowsGoToTheEndOfTheirTable() async throws {
    let folder = RecipeFolder()
    try folder.write("table.md", ["# Results", "", "| a |", "|---|", "| 1 |"])
    try folder.write("run/kor/dev.figures.tsv", ["wer\t20.0", "per\t4.0"])
    try folder.write("run/hin/dev.figures.tsv", ["wer\t7.5", "per\t1.0"])
    try folder.write("run/kor/test.figures.tsv", ["wer\t30"])
    let first = try await record(folder, folder.path("table.md"), command: "make one")
    #expect(first.exitCode == 0, "\(first.error)")
    let dev = "wer 13.75, per 2.50 (mean of 2; wer: hin 7.50, kor 20.00)"
    #expect(
      first.output == "words dev: \(dev)\nwords test: wer 30.00 (mean of 1; wer: kor 30.00)\n")
    var lines = try folder.lines("table.md")
    #expect(Array(lines.prefix(5)) == ["# Results", "", "| a |", "|---|", "| 1 |"])
    #expect(
      lines.dropLast().last
        == "| 2026-01-02 | words | dev | \(dev) | 7 | 3.5 | 2 cores, A\\|B | `make one` |")
    try folder.write("table.md", lines + ["", "## Later", "", "| b |"])
    _ = try await record(folder, folder.path("table.md"), command: "make two")
    lines = try folder.lines("table.md")
    #expect(lines.suffix(4) == ["", "## Later", "", "| b |"])
    #expect(lines.filter { $0 == "## Recipes" }.count == 1)
    let commands = lines.filter { $0.hasPrefix("| 2026") }.map { $0.contains("make one") }
    #expect(commands == [true, true, false, false])
  }

  @Test func withoutATableNothingIsWritten() async throws {
    let folder = RecipeFolder()
    try folder.write("run/dev.figures.tsv", ["bleu\t12.345"])
    let result = try await record(folder, "", command: "make")
    #expect(
      result.output == "words dev: bleu 12.35\n" || result.output == "words dev: bleu 12.34\n")
  }
}
