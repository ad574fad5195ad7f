import Foundation
import Seq2SeqPages
import Testing

@testable import Seq2SeqLab

/// Every page in a real browser, run with a budget that teaches nothing. `make test-pages` names the browser and
/// the folder where pages and pictures stay, to be looked at.
@Suite(
  .serialized, .enabled(if: ProcessInfo.processInfo.environment["SEQ2SEQ_BROWSER"] != nil))
struct BrowserTests {
  private let browser = Browser(
    program: ProcessInfo.processInfo.environment["SEQ2SEQ_BROWSER"] ?? "")

  @Test func everyPageIsSeenAsItWasWritten() throws {
    let kept = ProcessInfo.processInfo.environment["SEQ2SEQ_PAGES"]
    let folder =
      kept.map { URL(fileURLWithPath: $0) }
      ?? FileManager.default.temporaryDirectory.appending(path: "lab-\(UUID().uuidString)")
    defer { if kept == nil { try? FileManager.default.removeItem(at: folder) } }
    let outcomes = try Laboratory(
      output: folder.appending(path: "ko").path, language: .ko, seed: 3, updates: 6, threads: 2
    ).runAll()
    for language in PageLanguage.allCases {
      let index = IndexPage(outcomes: outcomes, language: language).html
      let titles = Lesson.allCases.map { $0.title(language) }
      try look(at: index, expecting: titles, name: "\(language.rawValue)-index", in: folder)
      for lesson in Lesson.allCases {
        let json = try Data(
          contentsOf: folder.appending(path: "ko/\(lesson.rawValue)/results.json"))
        try look(
          at: try page(lesson, json, language),
          expecting: [lesson.title(language), lesson.claim(language)],
          name: "\(language.rawValue)-\(lesson.rawValue)", in: folder)
      }
    }
  }

  /// The probe has to find what is wrong, or it proves nothing.
  @Test func whatIsWrongIsFound() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "lab-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let visit = try visit(
      """
      <!DOCTYPE html><html lang="en"><body><p></p><p>NaN</p><p style="display:none">gone</p>\
      <svg width="50" height="50"><text x="45" y="20">far out</text></svg>\
      <div style="width:5000px">wide</div><script>nothing.at.all</script></body></html>
      """, name: "wrong", in: folder)
    let problems = try #require(PageProbe.problems(in: visit.document)).joined(separator: "\n")
    for problem in ["no text", "no words", "not to be seen", "reaches out", "wider"] {
      #expect(problems.contains(problem), "\(problem) in \(problems)")
    }
    #expect(visit.console.contains { $0.contains("nothing is not defined") }, "\(visit.log)")
  }

  private func page(_ lesson: Lesson, _ json: Data, _ language: PageLanguage) throws -> String {
    func told<Results: LessonResults>(_ type: Results.Type) throws -> String {
      Laboratory.page(of: try LessonRecord<Results>(json: json), language)
    }
    return try told(lesson.results)
  }

  private func look(
    at html: String, expecting texts: [String], name: String, in folder: URL
  ) throws {
    let visit = try visit(html, name: name, in: folder)
    #expect(visit.console.isEmpty, "\(name)")
    let problems = try #require(PageProbe.problems(in: visit.document), "\(name): \(visit.log)")
    #expect(problems.isEmpty, "\(name)")
    for text in texts { #expect(visit.document.contains(text), "\(name)") }
    let picture = try Data(contentsOf: folder.appending(path: name + ".png"))
    // An empty window of this size makes a tenth of it.
    #expect(picture.count > 60_000, "\(name): \(picture.count) bytes")
  }

  private func visit(_ html: String, name: String, in folder: URL) throws -> Browser.Visit {
    let file = folder.appending(path: name + ".html")
    try Data(PageProbe.adding(to: html).utf8).write(to: file)
    return try browser.open(file, screenshot: folder.appending(path: name + ".png"))
  }
}
