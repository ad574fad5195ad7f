import Testing

@testable import Seq2SeqText

@Suite struct RougeTests {
  private func value(
    _ hypotheses: [String], _ references: [String], by metric: Metric = .rougeL
  ) throws -> Double {
    try metric.evaluate(
      hypotheses: hypotheses, references: references, tokens: { _ in ["not asked"] }
    ).value
  }

  /// The examples of Lin (2004, section 3.1).
  @Test func examplesOfThePaper() throws {
    let reference = "police killed the gunman"
    #expect(try value(["police kill the gunman"], [reference]) == 75)
    #expect(try value(["the gunman kill police"], [reference]) == 50)
    #expect(try value(["the gunman police killed"], [reference]) == 50)
  }

  @Test func recallAndPrecision() throws {
    // 2 of 5 and 2 of 3: F1 is 2 * 2 / 8.
    #expect(try value(["a x b"], ["a c d e b"]) == 50)
    #expect(try value(["a x b", "q"], ["a c d e b", "q"]) == 75)
    #expect(try value(["a a a a"], ["a"]) == 40)
    #expect(try value(["A. b"], ["a b"]) == 50)
  }

  @Test func emptyLines() throws {
    // As rouge-score has it, which is asked in `TextMetricParityTests`.
    #expect(try value([""], [" \u{3000}"]) == 0)
    #expect(try value(["a"], [""]) == 0)
    #expect(try value([""], ["a"]) == 0)
  }

  /// Korean words are what stands between spaces, composed or not.
  @Test func hangul() throws {
    #expect(try abs(value(["나는 너를 사랑해"], ["나는 너를 정말 사랑해"]) - 600.0 / 7) < 1e-12)
    #expect(
      try value(["\u{1112}\u{1161}\u{11AB} 글"], ["한\u{2003}글"]) == 100)
    #expect(try value(["사랑"], ["사랑해"]) == 0)
  }

  @Test func unknownMarkMatchesNothing() throws {
    #expect(try value(["<unk>"], ["<unk>"]) == 0)
    #expect(try abs(value(["a x<unk> b"], ["a x<unk> b"]) - 200.0 / 3) < 1e-12)
  }

  @Test func ngramsMatchAsOftenAsBothHaveThem() throws {
    // "the" twice and "cat" of 4 and 5 words; "the cat" of 3 and 4 pairs.
    let (hypothesis, reference) = ("the the the cat", "the cat on the mat")
    #expect(try abs(value([hypothesis], [reference], by: .rouge1) - 600.0 / 9) < 1e-12)
    #expect(try abs(value([hypothesis], [reference], by: .rouge2) - 200.0 / 7) < 1e-12)
    #expect(try value(["a b", "c"], ["a b", "c"], by: .rouge2) == 50)
    #expect(try value(["<unk> b"], ["<unk> b"], by: .rouge1) == 50)
    #expect(try value(["<unk> b"], ["<unk> b"], by: .rouge2) == 0)
  }

  /// Against the definition: the longest of all subsequences that both have.
  @Test func longestCommonSubsequenceByTrying() {
    var state: UInt64 = 1
    func number(below bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    func isSubsequence(_ part: [Int], of whole: [Int]) -> Bool {
      var rest = part[...]
      for token in whole where token == rest.first { rest = rest.dropFirst() }
      return rest.isEmpty
    }
    for _ in 0..<200 {
      let first = (0..<number(below: 9)).map { _ in number(below: 4) }
      let second = (0..<number(below: 12)).map { _ in number(below: 4) }
      let longest = (0..<1 << first.count).reduce(0) { longest, choice in
        let part = first.indices.filter { choice >> $0 & 1 == 1 }.map { first[$0] }
        return isSubsequence(part, of: second) ? max(longest, part.count) : longest
      }
      #expect(Rouge.longestCommonSubsequence(first, second) == longest)
      #expect(Rouge.longestCommonSubsequence(second, first) == longest)
    }
  }
}
