import Testing

struct LabProcessTests {
  @Test func aLessonIsRunAndItsPageNamed() async throws {
    let folder = CommandFolder()
    let result = try await CommandProcess.run(
      ["lab", "loss", "--updates", "2", "--language", "ko"], in: folder.path)
    #expect(result.exitCode == 0, "\(result.error)")
    #expect(result.text == "lab/loss/index.html\n")
    #expect(result.error.contains("model: update 1, loss "))
    #expect(folder.holds("lab/loss/index.html") && folder.holds("lab/loss/results.json"))
    #expect(!folder.holds("lab/index.html"))
  }

  @Test(arguments: [
    (["lab", "los"], "there is no lesson 'los'; did you mean 'loss'?"),
    (["lab", "loss", "--language", "de"], "--language is 'de'; choose ko or en"),
    (["lab", "loss", "--updates", "0"], "--updates is 0; give 1 to 1,000,000"),
  ])
  func mistakesAreNamed(_ arguments: [String], _ message: String) async throws {
    let result = try await CommandProcess.run(arguments)
    #expect(result.exitCode == 64)
    #expect(result.error == "error: \(message)\n")
  }
}
