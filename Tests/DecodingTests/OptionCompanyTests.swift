import Testing

@testable import Seq2SeqDecoding

/// Under any options the answer for a sentence does not depend on its company, and is an answer.
@Suite struct OptionCompanyTests {
  static func randomOptions(_ random: inout SystemRandomNumberGenerator) -> SearchOptions {
    var options = SearchOptions(
      beamSize: .random(in: 1...6, using: &random), nBest: .random(in: 1...6, using: &random),
      lengthPenalty: [.gnmt(alpha: 0.6), .average, .none].randomElement(using: &random) ?? .none,
      maximumLength: .random(in: 6...14, using: &random), maximumLengthRatio: 1)
    func perhaps<Value>(_ value: Value, _ key: WritableKeyPath<SearchOptions, Value>) {
      if Bool.random(using: &random) { options[keyPath: key] = value }
    }
    perhaps(0.5, \.coveragePenalty)
    perhaps(4, \.minimumLength)
    perhaps(.random(in: 1...3, using: &random), \.noRepeatNgram)
    perhaps(.random(in: 0.3...3, using: &random), \.temperature)
    perhaps(true, \.replaceUnknown)
    if Bool.random(using: &random) {
      options.strategy = .sampling
      perhaps(3, \.topK)
      perhaps(0.7, \.topP)
      perhaps(99, \.seed)
    } else if Bool.random(using: &random) {
      options.groups = .random(in: 1...3, using: &random)
      options.beamSize *= options.groups
    }
    return options
  }

  @Test func anyOptions() throws {
    var random = SystemRandomNumberGenerator()
    for round in 0..<80 as Range<UInt64> {
      let options = Self.randomOptions(&random)
      let table = ProbabilityTable.random(
        vocabularySize: 5 + Int(round % 9), seed: round,
        levels: round.isMultiple(of: 2) ? 1 << 40 : 4,
        impossible: round.isMultiple(of: 5) ? 4 : nil
      ).attending(seed: round) { $0 % 7 }
      let prefixes = (0..<12).map { sentence in
        (0..<(sentence % 4)).map { _ in [1, 4, 4].randomElement(using: &random) ?? 4 as Int32 }
      }
      let alone = try (0..<12).map { sentence in
        try ConstraintTests.search(
          table, sentences: [sentence], prefixes: [prefixes[sentence]], options)[0]
      }
      for (sentence, hypotheses) in alone.enumerated() {
        check(hypotheses, prefixes[sentence], options, sourceLength: sentence % 7)
      }
      for _ in 0..<3 {
        let company = Array((0..<12).shuffled(using: &random).prefix(.random(in: 1...12)))
        let found = try ConstraintTests.search(
          table, sentences: company, prefixes: company.map { prefixes[$0] }, options)
        #expect(found == company.map { alone[$0] }, "\(options)")
        let bits = found.joined().flatMap { [$0.logProbability.bitPattern, $0.score.bitPattern] }
        let expected = company.flatMap { alone[$0] }
          .flatMap { [$0.logProbability.bitPattern, $0.score.bitPattern] }
        #expect(bits == expected)
      }
    }
  }

  private func check(
    _ hypotheses: [Hypothesis], _ prefix: [Int32], _ options: SearchOptions, sourceLength: Int
  ) {
    #expect((1...options.nBest).contains(hypotheses.count))
    #expect(zip(hypotheses, hypotheses.dropFirst()).allSatisfy { $0.score >= $1.score })
    if options.strategy == .beam {
      #expect(Set(hypotheses.map(\.tokens)).count == hypotheses.count)
    }
    let limit = max(prefix.count, options.lengthLimit(sourceLength: sourceLength))
    for hypothesis in hypotheses {
      #expect(hypothesis.tokens.starts(with: prefix))
      #expect(hypothesis.tokens.count <= limit)
      #expect(
        hypothesis.sourcePositions?.count ?? hypothesis.tokens.count == hypothesis.tokens.count)
      #expect(!hypothesis.score.isNaN)
      let size = options.noRepeatNgram
      guard size > 0, hypothesis.tokens.count > prefix.count else { continue }
      for end in max(size, prefix.count + 1)...max(size, hypothesis.tokens.count)
      where end <= hypothesis.tokens.count {
        let gram = hypothesis.tokens[end - size..<end]
        let earlier = (0..<(end - size)).contains {
          hypothesis.tokens[$0..<$0 + size].elementsEqual(gram)
        }
        #expect(!earlier)
      }
    }
  }
}
