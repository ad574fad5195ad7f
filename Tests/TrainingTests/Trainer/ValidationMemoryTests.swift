import Testing

@testable import Seq2SeqDecoding
@testable import Seq2SeqTraining

/// What validation takes for its searches is training's again, which may have a limit.
@Suite struct ValidationMemoryTests {
  @Test func validationGivesTheMemoryOfItsSearchesBack() throws {
    let task = try TinyTask()
    defer { task.remove() }
    let trainer = try Trainer(
      configuration: task.configuration, output: task.path("run"), threads: 2)
    var run = try TrainingRun(trainer, timeLimit: nil) { _ in }
    try run.measure()
    #expect(run.state.best != nil)
    #expect(run.translator.arenas.allocations == 0)
    // A search outside of validation keeps what it took: the count does see it.
    _ = try run.translator.translate(["abc"])
    #expect(run.translator.arenas.allocations > 0)
  }
}
