import Testing

@testable import Seq2SeqText

@Suite struct ErrorRateTests {
  private func words(_ line: String) -> [String] { line.split(separator: " ").map(String.init) }
  private func characters(_ line: String) -> [String] { line.map(String.init) }

  private func value(
    _ metric: Metric, _ hypotheses: [String], _ references: [String],
    tokens: (String) -> [String] = { $0.split(separator: " ").map(String.init) }
  ) throws -> Double {
    try metric.evaluate(hypotheses: hypotheses, references: references, tokens: tokens).value
  }

  @Test func linesRightAndWrong() throws {
    let hypotheses = ["h aʊ s", "m aʊ s", "k æ t", "d ɒ k"]
    let references = ["h aʊ s", "m aʊ s", "k æ t", "d ɒ g"]
    #expect(try value(.exactMatch, hypotheses, references) == 75)
    #expect(try value(.wordErrorRate, hypotheses, references) == 25)
  }

  @Test func linesAreComposedAndTrimmed() throws {
    let hypotheses = ["\u{1112}\u{1161}\u{11AB}", " cafe\u{301}\t", "a b", "a  b", "A"]
    let references = ["한", "café\u{3000}", "a b ", "a b", "a"]
    #expect(try value(.exactMatch, hypotheses, references) == 60)
    #expect(try value(.exactMatch, ["", " \u{2028}"], ["\n", ""]) == 100)
  }

  @Test func unknownMarkMatchesNothing() throws {
    #expect(try value(.exactMatch, ["<unk>", "a <unk> b"], ["<unk>", "a <unk> b"]) == 0)
    #expect(try value(.wordErrorRate, ["<unk>\u{301}"], ["<unk>\u{301}"]) == 100)
    #expect(try value(.tokenErrorRate, ["a <unk> b c"], ["a <unk> b c"]) == 25)
    #expect(try value(.tokenErrorRate, ["<unk>"], ["<unk>"], tokens: characters) == 100)
    // One unknown character against one character is one substitution, not five edits.
    #expect(try value(.tokenErrorRate, ["abc<unk>"], ["abcd"], tokens: characters) == 25)
    // Neither are two unknown ones the same where the tokenizer itself calls them so.
    #expect(try value(.tokenErrorRate, ["x"], ["y"], tokens: { _ in ["<unk>"] }) == 100)
    // A reference may say so to a hypothesis that does not.
    #expect(try value(.exactMatch, ["<unk", "<u"], ["<unk", "<u"]) == 100)
  }

  @Test func tokenErrorRateIsOfTheWholeCorpus() throws {
    // One substitution and one insertion, then one deletion, over 3 + 2 + 1 reference tokens.
    let hypotheses = ["a x c d", "e", "g"]
    let references = ["a b c", "e f", "g"]
    #expect(try value(.tokenErrorRate, hypotheses, references) == 50)
    #expect(try value(.tokenErrorRate, ["a b c d e"], ["x"]) == 500)
  }

  @Test func tokenErrorRateWithoutReferenceTokens() throws {
    #expect(try value(.tokenErrorRate, [""], [""]) == 0)
    #expect(try value(.tokenErrorRate, ["a b c"], [" "]) == 100)
    #expect(try value(.tokenErrorRate, ["", "a"], ["", "a"]) == 0)
    #expect(try value(.tokenErrorRate, ["", ""], ["a b", "c d"]) == 100)
  }

  @Test(arguments: [
    ([1, 2, 3], [1, 2, 3], 0), ([], [1, 2], 2), ([1, 2], [], 2), ([], [], 0),
    ([1, 2, 3, 4], [2, 3, 4, 5], 2), ([2, 1], [1, 2], 2), ([1, 1, 1], [1], 2),
    ([11, 9, 20, 20, 5, 14], [19, 9, 20, 20, 9, 14, 7], 3),
  ])
  func levenshtein(hypothesis: [Int], reference: [Int], distance: Int) {
    #expect(TokenErrorRate.levenshtein(hypothesis, reference) == distance)
    #expect(TokenErrorRate.levenshtein(reference, hypothesis) == distance)
  }
}
