import Testing

@testable import Seq2SeqText

@Suite struct SpellingTests {
  private let keys = ["hidden_size", "embedding_size", "dropout", "cell", "beam_size", "epochs"]

  @Test(arguments: [
    ("hiden_size", "hidden_size"), ("hidden-size", "hidden_size"), ("HIDDEN_SIZE", "hidden_size"),
    ("hiddensize", "hidden_size"), ("dorpout", "dropout"), ("epoch", "epochs"), ("cel", "cell"),
    ("embeding_sise", "embedding_size"), ("beam_width", nil), ("seed", nil), ("", nil),
    ("x", nil), ("completely_else", nil), ("celled", nil),
  ])
  func nearest(word: String, expected: String?) {
    #expect(Spelling.nearest(to: word, among: keys) == expected)
  }

  @Test func swappedNeighboursAreOneEdit() {
    // "abcd" is one swap from "abdc", and two edits of one letter from "abxx".
    #expect(Spelling.nearest(to: "abcd", among: ["abxx", "abdc"]) == "abdc")
  }

  @Test func firstOfEquallyNearWins() {
    #expect(Spelling.nearest(to: "bat", among: ["cat", "hat"]) == "cat")
    #expect(Spelling.nearest(to: "hat", among: ["cat", "hat"]) == "hat")
  }

  @Test func nothingIsNearToNothing() {
    #expect(Spelling.nearest(to: "a", among: []) == nil)
    #expect(Spelling.nearest(to: "", among: ["", "a"]) == nil)
    #expect(Spelling.nearest(to: "a", among: ["b"]) == nil)
    #expect(Spelling.nearest(to: "a", among: ["a"]) == "a")
  }

  @Test func longWordIsNoBurden() {
    let word = String(repeating: "x", count: 1_000_000)
    #expect(Spelling.nearest(to: word, among: keys) == nil)
  }
}
