import Testing

@testable import Seq2SeqPages

struct PageTests {
  static let hostile = "</script><svg onload=\"alert('x')\"> & \u{0}\u{1B}\u{FFFF} ]]> `**"

  @Test(arguments: PageLanguage.allCases) func aPageIsWellFormedAndSelfContained(
    _ language: PageLanguage
  ) {
    let page = PageTests.fullPage(language, text: "나는 너를 사랑해")
    let checker = PageChecker(page.html)
    #expect(checker.isWellFormed, "\(checker.problem)")
    #expect(page.html.hasPrefix("<!DOCTYPE html>\n<html lang=\"\(language.rawValue)\">"))
    #expect(!page.html.contains("http"))
    #expect(checker.elements["script"] == nil && checker.elements["link"] == nil)
    #expect(checker.elements["svg"] == 4)
    #expect(!page.html.lowercased().contains("nan") || page.html.contains("Nanum"))
  }

  @Test(arguments: PageLanguage.allCases) func hostileTextStaysText(_ language: PageLanguage) {
    let plain = PageChecker(PageTests.fullPage(language, text: "x").html)
    let checker = PageChecker(PageTests.fullPage(language, text: PageTests.hostile).html)
    #expect(checker.isWellFormed, "\(checker.problem)")
    // The address of the link is no address, so that nothing is linked.
    #expect(Set(checker.elements.keys) == Set(plain.elements.keys).subtracting(["a"]))
    #expect(!checker.attributes.contains { $0.name.hasPrefix("on") })
    #expect(checker.text.contains("</script><svg onload="))
  }

  @Test func markupWithinText() {
    #expect(
      Markup.inline("a `b<**` **c** d") == "a <code>b&lt;**</code> <strong>c</strong> d")
    #expect(Markup.inline("a ` b ** c") == "a ` b ** c")
    #expect(Markup.inline("``") == "<code></code>")
  }

  @Test func onlyNeighboursAreLinked() {
    var page = Page(title: "t", language: .en)
    page.links(
      [
        "memory/index.html", "javascript:alert(1)", "https://a.b", "//a.b", "data:text/html,x",
        "a b.html#c:d", "java\nscript:x",
      ].map { (title: $0, href: $0, summary: "s") })
    let checker = PageChecker(page.html)
    #expect(
      checker.attributes.filter { $0.name == "href" }.map(\.value)
        == ["memory/index.html", "a b.html#c:d"])
  }

  @Test func columnsOfNumbersAreFlushRight() {
    var page = Page(title: "t", language: .en)
    page.table(header: ["a", "b"], rows: [["x", "−1.5 %"], ["y"], ["z", "3 ± 0.1"]])
    #expect(page.html.components(separatedBy: "class=\"number\"").count == 5)
  }

  static func fullPage(_ language: PageLanguage, text: String) -> Page {
    var page = Page(title: text, language: language, subtitle: text)
    page.heading(text, level: 9)
    page.paragraph(text)
    for kind in NoteKind.allCases { page.note(text, kind: kind) }
    page.table(header: [text], rows: [[text, text], []], caption: text)
    page.code(text)
    page.links([(title: text, href: text, summary: text)])
    page.figure(FigureTests.line(text), caption: text)
    page.figure(FigureTests.bars(text), caption: text)
    page.figure(FigureTests.map(text), caption: text)
    page.figure(FigureTests.tree(text), caption: text)
    return page
  }
}
