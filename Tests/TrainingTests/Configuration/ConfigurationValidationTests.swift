import Seq2SeqModels
import Seq2SeqText
import Testing

@testable import Seq2SeqTraining

@Suite struct ConfigurationValidationTests {
  private func problem(_ change: (inout Configuration) -> Void) -> ConfigurationProblem? {
    var configuration = Configuration()
    change(&configuration)
    return configuration.problems.first
  }

  @Test func theDefaultsAreValid() throws {
    try Configuration().validate()
    #expect(Configuration().problems == [])
  }

  @Test(
    arguments: [
      ("data.source.vocabulary_size", ["0", "-1"]), ("data.target.min_frequency", ["0"]),
      ("data.source.max_length", ["0", "9000000000000000000"]),
      ("model.embedding_size", ["0", "65537", "-5"]),
      ("model.hidden_size", ["0", "9223372036854775807"]),
      ("model.dropout", ["1", "-0.1", "1e300"]), ("model.encoder.layers", ["0", "65"]),
      ("model.decoder.layers", ["0"]), ("model.encoder.hidden_size", ["0", "9223372036854775807"]),
      ("model.decoder.hidden_size", ["0"]), ("training.epochs", ["0"]), ("training.updates", ["0"]),
      ("training.batch.sentences", ["0"]), ("training.batch.tokens", ["-1"]),
      ("training.learning_rate", ["0", "-1", "101"]), ("training.schedule.factor", ["0", "1.1"]),
      ("training.schedule.patience", ["-1"]), ("training.schedule.minimum", ["-1"]),
      ("training.max_gradient_norm", ["-1"]), ("training.label_smoothing", ["1", "-0.1"]),
      ("training.consistency", ["-1", "1001"]), ("training.initial_model", ["''"]),
      ("training.teacher_forcing.ratio", ["1.5"]),
      ("training.teacher_forcing.final_ratio", ["-1"]),
      ("training.early_stopping.patience", ["-1"]), ("training.early_stopping.metric", ["lost"]),
      ("training.validation_interval", ["-1"]), ("training.report_interval", ["0"]),
      ("training.checkpoint_interval", ["-1"]), ("decoding.beam_size", ["0", "1001"]),
      ("decoding.length_penalty", ["-1"]), ("decoding.max_length", ["0"]),
      ("decoding.max_length_ratio", ["0"]), ("decoding.n_best", ["0", "6"]),
      ("decoding.strategy", ["greedy"]), ("decoding.length_penalty_kind", ["mean"]),
      ("decoding.coverage_penalty", ["-1", "101"]), ("decoding.min_length", ["-1", "101"]),
      ("decoding.no_repeat_ngram", ["-1", "1001"]), ("decoding.groups", ["0", "2", "1001"]),
      ("decoding.diversity", ["-1"]), ("decoding.temperature", ["0", "-1", "1001"]),
      ("decoding.top_k", ["-1", "5"]), ("decoding.top_p", ["0", "0.5", "1.1"]),
      ("decoding.seed", ["-1"]), ("decoding.replace_unknown", ["maybe"]),
      ("evaluation.metrics", ["lost", "[bleu, '']"]), ("data.train", ["''"]),
      ("training.precision", ["float16"]),
      // Not with words.
      ("data.source.subword_model", ["''", "a.model"]), ("data.target.subword_sampling", ["0.1"]),
    ])
  func aWrongValueIsNamed(key: String, values: [String]) {
    for value in values {
      let error = #expect(throws: UserError.self) {
        try ConfigurationFile.parse(
          "data: {train: a}", file: "c.yaml", overrides: ["\(key)=\(value)"])
      }
      #expect(error?.problem.hasPrefix("--set \(key)=\(value): ") == true)
      #expect(error?.problem.dropFirst("--set \(key)=\(value): ".count).contains(key) == true)
      #expect(error?.description.contains("\n") == false)
    }
  }

  @Test func everyKindThatIsNotRefusedIsValid() throws {
    for kind in TokenizerKind.allCases {
      #expect(problem { $0.data.source.tokenizer = kind } == nil)
    }
    for kind in CellKind.allCases { #expect(problem { $0.model.cell = kind } == nil) }
    for kind in Schedule.Kind.allCases {
      #expect(problem { $0.training.schedule.kind = kind } == nil)
    }
    for kind in OptimizerKind.allCases {
      #expect(problem { $0.training.optimizer = kind } == nil)
    }
    for schedule in TeacherForcing.Schedule.allCases {
      #expect(problem { $0.training.teacherForcing.schedule = schedule } == nil)
    }
    #expect(problem { $0.model.bridge = .zero } == nil)
    #expect(problem { $0.model.attention = .additive } == nil)
    #expect(
      problem {
        $0.model.tieEmbeddings = .target
        $0.model.embeddingSize = 256
      } == nil)
    #expect(
      problem {
        $0.model.tieEmbeddings = .all
        $0.model.embeddingSize = 256
        $0.data.sharedVocabulary = true
      } == nil)
    #expect(
      problem {
        $0.model.attention = .dot
        $0.model.encoder.hiddenSize = 128
      } == nil)
    #expect(
      problem {
        $0.model.context = .lastState
        $0.model.attention = .none
      } == nil)
  }

  @Test func theContextMustReachTheDecoder() {
    func lastState(_ bridge: BridgeKind, contextInput: Bool) -> ConfigurationProblem? {
      problem {
        $0.model.context = .lastState
        $0.model.attention = .none
        $0.model.bridge = bridge
        $0.model.decoder.contextInput = contextInput
      }
    }
    let nothing = lastState(.zero, contextInput: false)
    #expect(nothing?.keys == ["model.bridge", "model.context"])
    #expect(
      nothing?.remedy
        == "set bridge: linear, decoder.context_input: true, or context: all_states")
    #expect(lastState(.zero, contextInput: true) == nil)
    #expect(lastState(.linear, contextInput: true) == nil)
    let both = problem { $0.model.decoder.contextInput = true }
    #expect(both?.keys == ["model.decoder.context_input", "model.context"])
    #expect(
      both?.remedy == "set context_input: false, or context: last_state and attention: none")
  }

  @Test func valuesThatDoNotGoTogether() {
    #expect(
      problem { $0.model.context = .lastState }?.keys == ["model.attention", "model.context"])
    #expect(problem { $0.model.attention = .none }?.keys == ["model.attention", "model.context"])
    let copy = problem { $0.model.bridge = .copy }
    #expect(
      copy?.problem
        == "model.bridge copy needs encoder states as wide as the decoder's, not 512 and 256")
    #expect(copy?.remedy == "set bridge: linear, or model.decoder.hidden_size: 512")
    #expect(
      problem {
        $0.model.bridge = .copy
        $0.model.encoder.hiddenSize = 128
      } == nil)
    #expect(
      problem {
        $0.model.bridge = .copy
        $0.model.encoder.bidirectional = false
      } == nil)
    #expect(
      problem { $0.model.attention = .dot }?.problem
        == "model.attention dot needs encoder states as wide as the decoder's, not 512 and 256")
    #expect(
      problem { $0.model.tieEmbeddings = .target }?.remedy
        == "set tie_embeddings: false, or model.embedding_size: 256")
    #expect(
      problem {
        $0.model.tieEmbeddings = .all
        $0.model.embeddingSize = 256
      }?.keys == ["model.tie_embeddings", "data.shared_vocabulary"])
    #expect(problem { $0.decoding.nBest = 6 }?.keys == ["decoding.n_best", "decoding.beam_size"])
    #expect(
      problem {
        $0.training.epochs = nil
        $0.training.updates = nil
      }?.problem == "training has no end")
  }

  @Test func trainingValuesThatDoNotGoTogether() {
    for kind in OptimizerKind.allCases {
      let problem = problem {
        $0.training.optimizer = kind
        $0.training.momentum = 0.9
      }
      let takesMomentum = kind == .sgd || kind == .rmsprop
      #expect(
        problem?.keys
          == (takesMomentum ? nil : ["training.momentum", "training.optimizer"]))
    }
    for kind in CheckpointAveraging.Kind.allCases {
      let problem = problem { $0.training.checkpointAveraging.kind = kind }
      #expect((problem == nil) == (kind != .best))
      #expect(
        self.problem {
          $0.training.checkpointAveraging.kind = kind
          $0.data.validation = .pairs("dev.tsv")
        } == nil)
    }
  }

  @Test func searchesThatDoNotGoTogether() {
    #expect(problem { $0.decoding.groups = 2 }?.keys == ["decoding.groups", "decoding.beam_size"])
    #expect(
      problem {
        $0.decoding.beamSize = 6
        $0.decoding.groups = 3
      } == nil)
    #expect(problem { $0.decoding.topK = 5 }?.keys == ["decoding.top_k", "decoding.strategy"])
    #expect(
      problem { $0.decoding.topP = 0.9 }?.remedy
        == "set decoding.strategy: sampling, or decoding.top_p: 1")
    #expect(
      problem {
        $0.decoding.strategy = .sampling
        ($0.decoding.topK, $0.decoding.topP, $0.decoding.nBest) = (5, 0.9, 100)
      } == nil)
    #expect(
      problem {
        $0.decoding.strategy = .sampling
        $0.decoding.groups = 5
      }?.keys == ["decoding.groups", "decoding.strategy"])
    #expect(
      problem {
        $0.decoding.minimumLength = 10
        $0.decoding.maximumLength = 9
      }?.keys == ["decoding.min_length", "decoding.max_length"])
    for change: (inout DecodingConfiguration) -> Void in [
      { $0.replaceUnknown = true }, { $0.coveragePenalty = 0.2 },
    ] {
      #expect(problem { change(&$0.decoding) } == nil)
      let without = problem {
        $0.model.context = .lastState
        $0.model.attention = .none
        change(&$0.decoding)
      }
      #expect(without?.keys.last == "model.attention")
    }
  }

  @Test func piecesAndWhatGoesWithThem() {
    let model = problem { $0.data.source.subwordModel = "a.model" }
    #expect(model?.keys == ["data.source.subword_model", "data.source.tokenizer"])
    #expect(
      problem { $0.data.target.subwordSampling = 0.1 }?.problem
        == "data.target.subword_sampling needs pieces, not the tokenizer words")
    func pieces(_ change: (inout TextConfiguration) -> Void) -> ConfigurationProblem? {
      problem {
        $0.data.source.tokenizer = .unigram
        change(&$0.data.source)
      }
    }
    #expect(pieces { $0.subwordSampling = 1 } == nil)
    #expect(pieces { $0.subwordModel = "a.model" } == nil)
    #expect(pieces { $0.minimumFrequency = 2 }?.keys.first == "data.source.min_frequency")
    #expect(pieces { $0.vocabularySize = 257 }?.remedy == "set it to 258 or more")
    #expect(pieces { $0.vocabularySize = 258 } == nil)
    #expect(
      pieces {
        $0.vocabularySize = 8000
        $0.subwordModel = "a.model"
      }?.remedy == "leave vocabulary_size out, or subword_model")
    let both = problem {
      $0.data.source.tokenizer = .bpe
      $0.data.source.subwordModel = "a.model"
      $0.training.initialModel = "runs/first"
    }
    #expect(both?.keys == ["data.source.subword_model", "training.initial_model"])
  }

  @Test func oneVocabularyIsMadeInOneWay() {
    func shared(_ change: (inout DataConfiguration) -> Void) -> ConfigurationProblem? {
      problem {
        $0.data.sharedVocabulary = true
        change(&$0.data)
      }
    }
    #expect(shared { _ in } == nil)
    #expect(shared { $0.source.lowercase = true } == nil)
    #expect(
      shared { $0.source.tokenizer = .bpe }?.problem
        == "data.shared_vocabulary needs the same tokenizer on both sides, not bpe and words")
    #expect(shared { $0.target.vocabularySize = 9 } == nil)
    #expect(shared { $0.target.minimumFrequency = 2 } == nil)
    #expect(shared { $0.source.vocabularySize = 9 }?.keys.first == "data.source.vocabulary_size")
    #expect(shared { $0.source.minimumFrequency = 2 }?.keys.first == "data.source.min_frequency")
    #expect(
      shared {
        $0.source.tokenizer = .bpe
        $0.target.tokenizer = .bpe
        $0.source.subwordModel = "a.model"
      }?.keys.first == "data.source.subword_model")
  }

  @Test func whatIsNotANumberIsOutOfRange() {
    for value in [Double.nan, .infinity, -.infinity, .signalingNaN] {
      #expect(problem { $0.model.dropout = value }?.keys == ["model.dropout"])
      #expect(problem { $0.training.learningRate = value } != nil)
      #expect(problem { $0.training.maximumGradientNorm = value } != nil)
      #expect(problem { $0.decoding.lengthPenalty = value } != nil)
      #expect(problem { $0.decoding.maximumLengthRatio = value } != nil)
      #expect(problem { $0.decoding.temperature = value } != nil)
      #expect(problem { $0.decoding.topP = value } != nil)
      #expect(problem { $0.decoding.coveragePenalty = value } != nil)
      #expect(problem { $0.decoding.diversity = value } != nil)
    }
  }

  @Test func hostileSizesDoNotTrap() {
    #expect(
      problem {
        $0.model.hiddenSize = .max
        $0.model.bridge = .copy
      }?.keys == ["model.hidden_size"])
    #expect(problem { $0.model.encoder.hiddenSize = .min }?.keys == ["model.encoder.hidden_size"])
  }

  @Test func hostileMetricNamesStayOnOneLine() {
    for name in ["a\nb", "\u{2028}", String(repeating: "a", count: 1_000_000), "\0"] {
      let error = problem { $0.evaluation.metrics = [name] }
      #expect(error?.problem == "evaluation.metrics has a name that no metric can have")
    }
  }
}
