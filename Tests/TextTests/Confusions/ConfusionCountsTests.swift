import Testing

@testable import Seq2SeqText

@Suite struct ConfusionCountsTests {
  private func counts(
    _ unit: ConfusionCounts.Unit, _ lines: [(hypothesis: String, reference: String)]
  ) -> ConfusionCounts {
    var counts = ConfusionCounts(unit)
    for line in lines { counts.add(hypothesis: line.hypothesis, reference: line.reference) }
    return counts
  }

  private func list(_ counts: [ConfusionCounts.Count]) -> [String] {
    counts.map { "\($0.reference ?? "–")>\($0.hypothesis ?? "–") \($0.count)" }
  }

  @Test func wordsAreAligned() {
    let found = counts(
      .words, [("a x c", "a b c"), ("a x", "a b"), ("a c c d", "a c d"), ("", "q")])
    #expect(list(found.substitutions) == ["b>x 2"])
    #expect(list(found.insertions) == ["–>c 1"])
    #expect(list(found.deletions) == ["q>– 1"])
    #expect(found.referenceTokens == 9)
  }

  /// 값 and 갑 differ in the last letter, 개 in another place of the letter.
  @Test func hangulIsComparedByLetters() {
    let found = counts(.letters, [("갑", "값"), ("개", "가"), ("가", "각")])
    #expect(list(found.substitutions) == ["\u{1161}>\u{1162} 1", "\u{11B9}>\u{11B8} 1"])
    #expect(list(found.deletions) == ["\u{11A8}>– 1"])
    #expect(found.referenceTokens == 8)
    // In NFD it is the same.
    let apart = counts(.letters, [("\u{1100}\u{1161}", "각")])
    #expect(list(apart.deletions) == ["\u{11A8}>– 1"])
  }

  @Test func unknownMarksMatchNothing() {
    let found = counts(.words, [("<unk> b", "<unk> b"), ("<unk> c", "d c")])
    #expect(list(found.substitutions) == ["<unk>><unk> 1", "d><unk> 1"])
  }

  /// As many edits as the distance, and both sides whole, for whatever is aligned.
  @Test func alignmentsAreTheShortest() throws {
    var generator = TextTestGenerator(state: 3)
    for _ in 0..<300 {
      let sides = (0..<2).map { _ in
        (0..<Int.random(in: 0...9, using: &generator)).map { _ in
          ["a", "b", "c"][Int.random(in: 0...2, using: &generator)]
        }
      }
      let pairs = try #require(EditAlignment.pairs(hypothesis: sides[0], reference: sides[1]))
      #expect(pairs.compactMap(\.hypothesis) == sides[0])
      #expect(pairs.compactMap(\.reference) == sides[1])
      let numbers = sides.map { $0.map { Int($0.utf8.first ?? 0) } }
      #expect(
        pairs.count { $0.reference != $0.hypothesis }
          == TokenErrorRate.levenshtein(numbers[0], numbers[1]))
    }
  }

  @Test func linesThatAreTooLongAreCounted() {
    let long = String(repeating: "a ", count: 5_000)
    let found = counts(.words, [(long, long), ("b", "c")])
    #expect(found.skippedLines == 1 && list(found.substitutions) == ["c>b 1"])
    #expect(EditAlignment.pairs(hypothesis: [], reference: []) == [])
  }
}
