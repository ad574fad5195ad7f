import Foundation
import Testing

/// What the checks of pages rest on.
@Suite struct PageCheckTests {
  @Test func numbersOfATextAreFound() {
    #expect(
      PageReader.numbers(in: "float32: 3.5 and -2, 12번 3~4, 1.5e-08, x7 (0)")
        == ["3.5", "-2", "12", "3", "4", "1.5e-08", "0"])
  }

  @Test func numbersAreLookedUpAsTheyAreShown() throws {
    let numbers = try NumbersOfRecord(
      Data(#"{"a": 12.34, "b": ["beam 7", 3.2e-8], "c": -0.01}"#.utf8))
    for shown in ["12", "12.3", "12.34", "7", "3.2e-08", "0.0", "-0.01"] {
      #expect(numbers.hold(shown), "\(shown)")
    }
    for shown in ["12.4", "13", "8", "3.3e-08", "0.01", "12.341"] {
      #expect(!numbers.hold(shown), "\(shown)")
    }
  }

  @Test func partsOfAPageAreRead() {
    let reader = PageReader(
      """
      <!DOCTYPE html><html><head><style>p{margin:1}</style></head><body><h1>A</h1>\
      <div class="note claim"><p><strong>B</strong> c <code>9</code></p></div>\
      <figure><svg><text>10</text></svg><figcaption>d</figcaption></figure></body></html>
      """)
    #expect(reader.passages.map(\.text) == ["A", "B c ", "d"])
    #expect(reader.notes == ["note claim"])
    #expect(!reader.elements.contains("text") && reader.elements.contains("svg"))
  }
}
