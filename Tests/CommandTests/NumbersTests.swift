import Testing

@testable import Seq2SeqCommand

struct NumbersTests {
  @Test func integersAreGrouped() {
    #expect(
      [0, 7, 999, 1_000, -1_234_567].map(\.grouped) == ["0", "7", "999", "1,000", "-1,234,567"])
    #expect(1.of("line") == "1 line")
    #expect(Int.min.grouped == "-9,223,372,036,854,775,808")
  }

  @Test func decimalsAreFixed() {
    #expect((-0.0000001).fixed(6) == "0.000000")
    #expect((-0.000001).fixed(6) == "-0.000001")
    #expect(Double.nan.fixed(2).lowercased().hasSuffix("nan"))
  }

  @Test func durationsNeverTrap() {
    #expect([0, 59.94, 60, 3_723].map(\.duration) == ["0.0 s", "59.9 s", "1:00", "1:02:03"])
    #expect(Double.infinity.duration == "8760:00:00")
    #expect(!Double.nan.duration.isEmpty)
  }

  @Test func wordsAreQuotedForTheShell() {
    #expect("runs/a-1.b".shellWord == "runs/a-1.b")
    #expect("".shellWord == "''")
    #expect("a b's $x".shellWord == "'a b'\\''s $x'")
    #expect("실행".shellWord == "실행")
  }
}
