import Seq2Seq

extension SearchResults {
  private static let hiddenSize = 96
  private static let alpha = 1.0
  private static let widths = [1, 2, 4, 8, 16]
  private static let middle = 4
  private static let trainingPairs = 10_000
  private static let testPairs = 400

  static func measure(on bench: Workbench) throws -> SearchResults {
    var generator = bench.generator(stream: 0)
    let language = InventedLanguage(&generator)
    let training = (0..<trainingPairs).map { _ in language.pair(&generator, canBreak: true) }
    let test = (0..<bench.testCount(testPairs)).map { _ in
      language.pair(&generator, canBreak: false)
    }
    let model = try bench.train(configuration(), on: training, name: "model")
    let rig = try SearchRig(model, language, test, threads: bench.threads)
    let plain = try widths.map { width in
      bench.say("search: beam \(width), no length penalty")
      return try rig.run(width: width, .none)
    }
    let penalized = try widths.map { width in
      bench.say("search: beam \(width), length penalty \(alpha)")
      return try rig.run(width: width, .gnmt(alpha: alpha))
    }
    return SearchResults(language, rig, plain: plain, penalized: penalized)
  }

  private static func configuration() -> Configuration {
    var configuration = Configuration()
    configuration.model.embeddingSize = 48
    configuration.model.hiddenSize = hiddenSize
    configuration.model.encoder.hiddenSize = hiddenSize / 2
    configuration.model.dropout = 0
    configuration.training.learningRate = 0.002
    // The model should learn how rare broken targets are. Batches hold pairs of like length: counted in pairs,
    // the broken ones would make up small batches of their own and count too much; clipped, too little.
    configuration.training.batch = .tokens(1_000)
    configuration.training.maximumGradientNorm = 0
    configuration.training.exponentialSmoothing = 0.005
    // Smoothing would blur the very probabilities that this lesson is about.
    configuration.training.labelSmoothing = 0
    return configuration
  }

  private init(
    _ language: InventedLanguage, _ rig: SearchRig, plain: [SearchRig.Trial],
    penalized: [SearchRig.Trial]
  ) {
    let greedy = plain[0]
    let wide = plain[plain.count - 1]
    let widePenalized = penalized[penalized.count - 1]
    let place = SearchResults.widths.firstIndex(of: SearchResults.middle) ?? 0
    trainingPairs = SearchResults.trainingPairs
    testPairs = rig.test.count
    plainWords = language.plain.count
    forkedWords = language.forked.count
    looseWays = InventedLanguage.looseWays
    fixedShare = 100 * InventedLanguage.fixedShare
    looseFirstShare = 100 - fixedShare
    looseShare = looseFirstShare / Double(looseWays)
    forkedShare = 100 * InventedLanguage.forkedShare
    brokenShare = 100 * InventedLanguage.brokenShare
    shortest = InventedLanguage.lengths.lowerBound
    longest = InventedLanguage.lengths.upperBound
    forkedSource = language.forked.first?.source ?? ""
    forkedTranslations =
      language.forked.first?.translations.map { $0.words.joined(separator: " ") } ?? []
    hiddenSize = SearchResults.hiddenSize
    alpha = SearchResults.alpha
    self.plain = plain.map { rig.summary(of: $0, greedy: greedy) }
    self.penalized = penalized.map { rig.summary(of: $0, greedy: greedy) }
    middle = SearchResults.middle
    beamAgainstGreedy = Comparison(rig.matches(penalized[place]), rig.matches(greedy))
    wideAgainstMiddle = Comparison(rig.isRight(wide), rig.isRight(plain[place]))
    wideAgainstGreedy = Comparison(rig.isRight(wide), rig.isRight(greedy))
    penaltyAgainstNone = Comparison(rig.isRight(widePenalized), rig.isRight(wide))
    examples = rig.examples(
      greedy: greedy, beam: penalized[place], wide: wide, widePenalized: widePenalized)
  }
}
