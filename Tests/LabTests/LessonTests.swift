import Foundation
import Seq2Seq
import Seq2SeqPages
import Testing

@testable import Seq2SeqLab

/// Each lesson, run with a budget that teaches nothing: pages and files must hold all the same.
@Suite(.serialized) struct LessonTests {
  private static let updates = 6

  /// Runs a lesson, and gives its folder to `body` before it is removed.
  private func run(
    _ lesson: Lesson, _ language: PageLanguage = .ko, threads: Int? = 2,
    _ body: (URL, LessonOutcome) throws -> Void
  ) throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "seq2seq-lab-tests-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let laboratory = Laboratory(
      output: folder.path, language: language, seed: 3, updates: LessonTests.updates,
      threads: threads)
    let outcome = try laboratory.run(lesson)
    try body(folder.appending(path: lesson.rawValue), outcome)
  }

  /// The page of a record in a language.
  private func page(
    _ lesson: Lesson, _ json: Data, _ language: PageLanguage
  ) throws -> String {
    func told<Results: LessonResults>(_ type: Results.Type) throws -> String {
      Laboratory.page(of: try LessonRecord<Results>(json: json), language)
    }
    return try told(lesson.results)
  }

  @Test(arguments: Lesson.allCases) func aLessonLeavesAPageAndItsNumbers(
    _ lesson: Lesson
  ) throws {
    try run(lesson) { folder, outcome in
      let json = try Data(contentsOf: folder.appending(path: "results.json"))
      let written = try String(contentsOf: folder.appending(path: "index.html"), encoding: .utf8)
      #expect(outcome.page == folder.appending(path: "index.html").path)
      #expect(try page(lesson, json, .ko) == written)
      try checkRecord(lesson, json, outcome)
      let pages = try PageLanguage.allCases.map { ($0, try page(lesson, json, $0)) }
      let numbers = try NumbersOfRecord(json)
      var elements: [[String]] = []
      for (language, html) in pages {
        let reader = PageReader(html)
        elements.append(reader.elements)
        #expect(reader.notes.first == "note claim")
        #expect(
          reader.notes.filter { $0 == "note confirmed" || $0 == "note contradicted" }
            == outcome.verdicts.map { "note \($0.rawValue)" })
        checkNumbers(reader, numbers, lesson, language)
        try checkLanguage(reader, json, language)
      }
      // Nothing is told in one language only.
      #expect(Set(elements).count == 1)
    }
  }

  private func checkRecord(_ lesson: Lesson, _ json: Data, _ outcome: LessonOutcome) throws {
    let object = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
    #expect(object["lesson"] as? String == lesson.rawValue)
    #expect(object["seed"] as? Int == 3)
    #expect(object["updates"] as? Int == LessonTests.updates)
    let findings = try #require(object["findings"] as? [[String: String]])
    #expect(findings.map { $0["verdict"] } == outcome.verdicts.map(\.rawValue))
    #expect(!findings.isEmpty)
    #expect(Set(findings.map { $0["name"] }).count == findings.count)
  }

  private func checkNumbers(
    _ reader: PageReader, _ numbers: NumbersOfRecord, _ lesson: Lesson, _ language: PageLanguage
  ) {
    for passage in reader.passages {
      for number in PageReader.numbers(in: passage.text) {
        #expect(
          numbers.hold(number), "\(lesson.rawValue) \(language): \(number) in \(passage.text)")
      }
    }
  }

  /// Korean pages speak Korean in every sentence, English ones have no Hangul but the data's own.
  private func checkLanguage(
    _ reader: PageReader, _ json: Data, _ language: PageLanguage
  ) throws {
    let record = String(decoding: json, as: UTF8.self)
    for passage in reader.passages {
      let words = passage.text.split { !$0.isLetter }
      let foreign = words.filter(LessonTests.isHangul)
      switch language {
      case .ko where ["p", "figcaption", "caption", "h2"].contains(passage.element):
        #expect(!foreign.isEmpty, "\(passage)")
      case .en:
        for word in foreign { #expect(record.contains(word), "\(word) in \(passage)") }
      default: break
      }
      if ["p", "figcaption", "h1", "h2"].contains(passage.element) {
        #expect(!words.isEmpty, "\(passage)")
      }
    }
  }

  private static func isHangul(_ word: Substring) -> Bool {
    word.unicodeScalars.contains { (0xAC00...0xD7A3).contains($0.value) }
  }

  @Test(arguments: Lesson.allCases) func theSameSeedGivesTheSameNumbers(_ lesson: Lesson) throws {
    var records: [String] = []
    for threads in [1, 2] {
      try run(lesson, .en, threads: threads) { folder, _ in
        let json = try String(
          contentsOf: folder.appending(path: "results.json"), encoding: .utf8)
        records.append(
          json.split(separator: "\n").filter { !$0.contains("econds") }.joined(separator: "\n"))
      }
    }
    #expect(records[0] == records[1])
  }

  @Test func theIndexLeadsToEveryLesson() {
    for language in PageLanguage.allCases {
      let outcomes = Lesson.allCases.map {
        LessonOutcome(
          lesson: $0, seconds: 2, verdicts: [.confirmed, .contradicted], page: "unused")
      }
      let html = IndexPage(outcomes: outcomes, language: language).html
      _ = PageReader(html)
      for lesson in Lesson.allCases {
        #expect(html.contains("href=\"\(lesson.rawValue)/index.html\""))
        #expect(html.contains(lesson.title(language)))
      }
    }
  }

  @Test func titlesAndClaimsAreThereInBothLanguages() {
    for lesson in Lesson.allCases {
      #expect(lesson.title(.ko).contains { LessonTests.isHangul(Substring(String($0))) })
      #expect(lesson.claim(.ko).contains { LessonTests.isHangul(Substring(String($0))) })
      #expect(!lesson.claim(.en).contains { LessonTests.isHangul(Substring(String($0))) })
      #expect(lesson.claim(.en).contains { $0.isLetter })
      #expect(lesson.defaultUpdates > 0)
    }
  }

  @Test func aFolderThatCannotBeMadeIsSaidBeforeAnythingRuns() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "lab-\(UUID().uuidString)")
    try Data().write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let laboratory = Laboratory(output: file.path, updates: 1)
    #expect(throws: UserError.self) { try laboratory.run(.loss) }
    #expect(throws: UserError.self) {
      try Laboratory(output: file.path + "-none", updates: 0).run(.loss)
    }
  }
}
