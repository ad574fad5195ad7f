import Seq2SeqDecoding
import Seq2SeqModels
import Seq2SeqText
import Testing

@testable import Seq2SeqTraining

/// Keys of `decoding` set for a model that is trained already.
@Suite struct ConfigurationDecodingTests {
  private func set(
    _ overrides: String..., of configuration: Configuration = Configuration()
  ) throws -> DecodingConfiguration {
    try ConfigurationFile.settingDecoding(of: configuration, overrides).decoding
  }

  @Test func nothingSetChangesNothing() throws {
    var configuration = Configuration()
    configuration.decoding.lengthPenalty = 2.0 / 3
    configuration.decoding.seed = .max
    #expect(try ConfigurationFile.settingDecoding(of: configuration, []) == configuration)
    #expect(
      try ConfigurationFile.settingDecoding(of: configuration, ["decoding.beam_size=5"])
        == configuration)
  }

  @Test func theLastOneWinsAndNothingIsTheDefault() throws {
    var configuration = Configuration()
    configuration.decoding.beamSize = 9
    #expect(try set("decoding.beam_size=2", "decoding.beam_size=3").beamSize == 3)
    #expect(try set("decoding.beam_size=", of: configuration).beamSize == 5)
    #expect(try set("decoding={top_k: 3, strategy: sampling}").topK == 3)
  }

  @Test(arguments: [
    (
      "decoding.beam_siez=3",
      "--set decoding.beam_siez=3: unknown key 'beam_siez' in decoding; did you mean 'beam_size'?"
    ),
    (
      "beam_size=3",
      "--set beam_size=3: unknown key 'beam_size'; did you mean 'decoding.beam_size'?"
    ),
    (
      "sampling_topk=3",
      "--set sampling_topk=3: unknown key 'sampling_topk'; did you mean 'decoding.top_k'?"
    ),
    (
      "training.epochs=3",
      "--set training.epochs=3: only keys of decoding can be set for a model that is trained "
        + "already; write decoding.KEY=VALUE"
    ),
    (
      "decoding", "--set decoding: no 'key=value'; write for instance --set decoding.beam_size=5"
    ),
    (
      "decoding.top_k=3",
      "--set decoding.top_k=3: decoding.top_k is for sampling, and decoding.strategy is beam; "
        + "set decoding.strategy: sampling, or decoding.top_k: 0"
    ),
    (
      "decoding.beam_size=0",
      "--set decoding.beam_size=0: decoding.beam_size is 0; "
        + "choose a whole number from 1 to 1000"
    ),
    (
      "decoding.temperature=warm",
      "--set decoding.temperature=warm: decoding.temperature must be a number, not 'warm'; "
        + "write for instance temperature: 0.5"
    ),
  ])
  func mistakesAreNamed(option: String, message: String) {
    let error = #expect(throws: UserError.self) { try set(option) }
    #expect(error?.description == message)
    #expect(error?.kind == .usage)
  }

  /// The key that was set is to blame, not the one that the model had.
  @Test func whatDoesNotGoWithTheModel() {
    var configuration = Configuration()
    configuration.decoding.nBest = 4
    let error = #expect(throws: UserError.self) {
      try set("decoding.beam_size=2", of: configuration)
    }
    #expect(error?.problem.hasPrefix("--set decoding.beam_size=2: decoding.n_best 4 is") == true)
    configuration = Configuration()
    configuration.model.context = .lastState
    configuration.model.attention = .none
    let blind = #expect(throws: UserError.self) {
      try set("decoding.replace_unknown=true", of: configuration)
    }
    #expect(
      blind?.description
        == "--set decoding.replace_unknown=true: decoding.replace_unknown needs to know where the "
        + "model looks, and model.attention is none; leave decoding.replace_unknown out, or train "
        + "a model with attention: general")
  }

  /// Every key reaches the search.
  @Test func theSearchIsTold() throws {
    let usual = DecodingConfiguration().searchOptions
    #expect(usual == SearchOptions())
    let settings = [
      "strategy=sampling", "beam_size=7", "length_penalty_kind=average", "length_penalty=0.5",
      "coverage_penalty=0.3", "min_length=2", "max_length=44", "max_length_ratio=1.5",
      "n_best=3", "no_repeat_ngram=3", "diversity=0.9", "temperature=1.7", "seed=12",
      "replace_unknown=true",
    ]
    for setting in settings {
      #expect(try set("decoding.\(setting)").searchOptions != usual, "\(setting)")
    }
    let more = try set(
      "decoding.strategy=sampling", "decoding.top_k=5", "decoding.top_p=0.5"
    ).searchOptions
    #expect(more.topK == 5 && more.topP == 0.5)
    #expect(try set("decoding.beam_size=6", "decoding.groups=3").searchOptions.groups == 3)
    #expect(try set("decoding.length_penalty_kind=none").searchOptions.lengthPenalty == .none)
    // A key that is new must be added here.
    let keys = Mirror(reflecting: DecodingConfiguration()).children.count
    #expect(keys == settings.count + 3)
  }
}
