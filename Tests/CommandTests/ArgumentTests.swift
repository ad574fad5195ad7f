import Seq2Seq
import Testing

@testable import Seq2SeqCommand

struct ArgumentTests {
  private func problem(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch { return "\(error)" }
  }

  @Test(
    arguments: [
      (["--beam", "0"], "--beam is 0; give 1 to 1000"),
      (["--beam", "-3"], "--beam is -3; give 1 to 1000"),
      (["--beam", "1001"], "--beam is 1001; give 1 to 1000"),
      (["--max-length", "0"], "--max-length is 0; give 1 to 100000"),
      (["--length-penalty", "-1"], "--length-penalty is -1.0; give 0 (none) to 10; 1 is usual"),
      (["--length-penalty", "nan"], "--length-penalty is nan; give 0 (none) to 10; 1 is usual"),
      (["--length-penalty", "inf"], "--length-penalty is inf; give 0 (none) to 10; 1 is usual"),
    ])
  func searchesOutOfRangeAreRefused(arguments: [String], message: String) throws {
    let search = try SearchArguments.parse(arguments)
    #expect(problem { try search.check() } == message)
  }

  @Test func nBestIsRefusedOutOfRange() throws {
    let search = try SearchArguments.parse([])
    #expect(problem { try search.check(nBest: 0) } == "--n-best is 0; give 1 to 1000")
    #expect(problem { try search.check(nBest: 1_000) } == nil)
  }

  @Test func theModelDecidesWhatIsNotGiven() throws {
    var configuration = Configuration()
    configuration.model.hiddenSize = 4
    configuration.model.embeddingSize = 4
    configuration.decoding.beamSize = 7
    configuration.decoding.nBest = 3
    let model = try Seq2SeqModel(
      configuration: configuration, sourceVocabulary: Vocabulary(counts: ["a": 1]),
      targetVocabulary: Vocabulary(counts: ["a": 1]))
    #expect(try SearchArguments.parse([]).decoding(for: model).beamSize == 7)
    // Only what is asked for is printed, whatever the model would return.
    #expect(try SearchArguments.parse([]).decoding(for: model).nBest == 1)
    let given = try SearchArguments.parse(
      ["--beam", "2", "--length-penalty", "0.5", "--max-length", "9"]
    ).decoding(for: model, nBest: 2).searchOptions
    #expect(
      given
        == SearchOptions(
          beamSize: 2, nBest: 2, lengthPenalty: .gnmt(alpha: 0.5), maximumLength: 9))
    let set = try SearchArguments.parse(
      [
        "--set", "decoding.temperature=2", "--set", "decoding.n_best=3", "--beam", "4",
        "--set", "decoding.length_penalty_kind=average", "--set", "decoding.beam_size=6",
      ]
    ).decoding(for: model)
    #expect(set.temperature == 2 && set.nBest == 3 && set.lengthPenaltyKind == .average)
    // The option of its own has the last word.
    #expect(set.beamSize == 4)
    // The model's own n_best is no obstacle to a narrower beam.
    #expect(
      try SearchArguments.parse(["--set", "decoding.beam_size=2"]).decoding(for: model).beamSize
        == 2)
  }

  @Test(arguments: ["0", "-1", "1025"])
  func threadsOutOfRangeAreRefused(count: String) throws {
    let threads = try ThreadArguments.parse(["--threads", count])
    #expect(problem { _ = try threads.count() } == "--threads is \(count); give 1 to 1024")
  }

  @Test func dataAreGivenOnce() throws {
    #expect(try DataArguments.parse(["--data", "a"]).files() == .tsv("a"))
    #expect(
      try DataArguments.parse(["--source", "a", "--target", "b"]).files()
        == .parallel(source: "a", target: "b"))
    let wrong = [
      [], ["--source", "a"], ["--target", "a"], ["--data", "a", "--source", "b"],
    ]
    let messages = try wrong.map { arguments in
      let data = try DataArguments.parse(arguments)
      return problem { _ = try data.files() }
    }
    #expect(
      messages == [
        "no data are given; add --data PAIRS.tsv, or --source FILE and --target FILE",
        "--target is missing; --source and --target go together",
        "--source is missing; --source and --target go together",
        "--data goes without --source and --target; give one file of pairs, or one file for each side",
      ])
  }

  @Test func metricsAreTakenOnceAndByName() throws {
    #expect(try EvaluateCommand.metrics(["bleu", " chrf", "bleu"]) == [.bleu, .chrf])
    #expect(
      problem { _ = try EvaluateCommand.metrics(["blue"]) }
        == "there is no metric \"blue\"; did you mean \"bleu\"?")
    #expect(problem { _ = try EvaluateCommand.metrics([""]) } != nil)
  }
}
