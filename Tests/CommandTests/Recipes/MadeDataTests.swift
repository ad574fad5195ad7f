import Foundation
import Testing

/// The data that recipes make themselves are true, natural and split as promised.
@Suite struct MadeDataTests {
  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]
  private static let koreanDigits = ["일", "이", "삼", "사", "오", "육", "칠", "팔", "구"]

  /// Reads a number in Sino-Korean words, with 유월 and 시월 for the months.
  private static func number(_ text: Substring) -> Int {
    var total = 0
    var digit = 0
    for character in text {
      switch character {
      case "천", "백", "십", "시":
        let unit = character == "천" ? 1000 : character == "백" ? 100 : 10
        total += max(digit, 1) * unit
        digit = 0
      case "유": digit = 6
      default: digit = (koreanDigits.firstIndex(of: String(character)) ?? -1) + 1
      }
    }
    return total + digit
  }

  /// Reads a date as a person would, by its marks and not by the recipe's list of forms.
  private static func read(_ text: String) -> (year: Int, month: Int, day: Int)? {
    let text = text.lowercased()
    if let match = text.wholeMatch(of: /(\D+)년 (\D+)월 (\D+?)일(?: .요일)?/) {
      return (number(match.1), number(match.2), number(match.3))
    }
    let figures = text.matches(of: /\d+/).compactMap { Int($0.output) }
    func full(_ year: Int) -> Int { year >= 100 ? year : year < 50 ? 2000 + year : 1900 + year }
    if let name = months.firstIndex(where: { text.contains($0) }) {
      guard figures.count == 2 else { return nil }
      return (full(figures[1]), name + 1, figures[0])
    }
    if figures.count == 1, text.count == 8 {
      return (figures[0] / 10000, figures[0] / 100 % 100, figures[0] % 100)
    }
    guard figures.count == 3 else { return nil }
    // Slashes with the year at the end are American.
    if text.contains("/"), figures[0] < 100 { return (full(figures[2]), figures[0], figures[1]) }
    return (full(figures[0]), figures[1], figures[2])
  }

  @Test func datesAreTrueAndNoDayIsInTwoSplits() async throws {
    let folder = RecipeFolder()
    let result = try await folder.prepare("dates", ["DATA": ""])
    #expect(result.exitCode == 0, "\(result.error)")
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let korean = ["일요일", "월요일", "화요일", "수요일", "목요일", "금요일", "토요일"]
    let english = try ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
      .map { try Regex("\\b\($0)(\\b|[a-z]*day\\b)") }
    var days: [String: Set<String>] = [:]
    for split in ["train", "dev", "test"] {
      let rows = try folder.rows("data/\(split).tsv")
      days[split] = Set(rows.map { $0[1] })
      for row in rows.prefix(1000) {
        let day = try readDate(of: row)
        let iso = String(format: "%04d-%02d-%02d", day.year, day.month, day.day)
        #expect(iso == row[1], "\(row)")
        let parts = DateComponents(year: day.year, month: day.month, day: day.day)
        let weekday = calendar.component(.weekday, from: try #require(calendar.date(from: parts)))
        for (number, name) in korean.enumerated() where row[0].contains(name) {
          #expect(number + 1 == weekday, "\(row)")
        }
        for (number, name) in english.enumerated()
        where row[0].lowercased().contains(name) {
          #expect(number + 1 == weekday, "\(row)")
        }
      }
    }
    let train = try #require(days["train"]), dev = try #require(days["dev"])
    let test = try #require(days["test"])
    #expect(
      train.isDisjoint(with: dev) && train.isDisjoint(with: test) && dev.isDisjoint(with: test))
  }

  private func readDate(of row: [String]) throws -> (year: Int, month: Int, day: Int) {
    try #require(Self.read(row[0]), "\(row)")
  }

  @Test func storiesAreTrueAndNobodyIsWhereTheOtherSplitsPutThem() async throws {
    let folder = RecipeFolder()
    #expect(try await folder.prepare("question-answering", ["DATA": ""]).exitCode == 0)
    var together: [String: Set<String>] = [:]
    for split in ["first", "train", "dev", "test"] {
      let text = try folder.lines("data/english/\(split).tsv").prefix(3000).joined(separator: "\n")
      // Where somebody went or was asked for: everything that the recipe says about a place.
      let moves = text.matches(of: /(\w+) (?:went to|moved to|walked to|is in) the (\w+)/)
      let questions = text.matches(of: /Is (\w+) in the (\w+) \?/)
      together[split] = Set(
        moves.map { "\($0.output.1) \($0.output.2)" }
          + questions.map { "\($0.output.1) \($0.output.2)" })
    }
    let first = try #require(together["first"])
    let train = try #require(together["train"]).union(first), dev = try #require(together["dev"])
    let test = try #require(together["test"])
    #expect(train.count > 200 && test.count > 20)
    #expect(
      train.isDisjoint(with: test) && train.isDisjoint(with: dev) && dev.isDisjoint(with: test))
    try expectTrueAnswers(in: folder)
    try expectKoreanParticles(in: folder)
  }

  /// A reader who keeps track of everything comes to the same answers.
  private func expectTrueAnswers(in folder: RecipeFolder) throws {
    for split in ["dev", "test"] {
      for row in try folder.rows("data/english/\(split).tsv").prefix(400) {
        var world = StoryWorld()
        let sentences = row[0].matches(of: /[^ .?][^.?]*[.?]/).map { String($0.output) }
        for fact in sentences.dropLast() { try world.tell(fact) }
        let answer = try world.answer(try #require(sentences.last))
        #expect(answer == row[1], "\(row)")
      }
    }
  }

  /// Each particle fits the sound of the token before it: Unicode's own decomposition says whether there is a final one.
  private func expectKoreanParticles(in folder: RecipeFolder) throws {
    let particles: [Character: (final: Bool, kind: String)] = [
      "은": (true, "topic"), "는": (false, "topic"), "이": (true, "subject"), "가": (false, "subject"),
      "을": (true, "object"), "를": (false, "object"),
    ]
    var met: Set<Character> = []
    for row in try folder.rows("data/korean/dev.tsv") {
      let tokens = row[0].split(separator: " ")
      for (stem, token) in zip(tokens, tokens.dropFirst()) {
        let letters = String(stem.suffix(1)).decomposedStringWithCanonicalMapping.unicodeScalars
        if let last = token.first, token.count == 1, let particle = particles[last] {
          #expect((letters.count == 3) == particle.final, "\(stem) \(token)")
          met.insert(last)
        } else if token == "로" || token == "으로" {
          // 부엌 으로, 차고 로, 침실 로.
          let takesLong = letters.count == 3 && letters.last != "\u{11AF}"
          #expect(takesLong == (token == "으로"), "\(stem) \(token)")
          met.insert("로")
        }
      }
    }
    #expect(met.count == 7)
  }
}
