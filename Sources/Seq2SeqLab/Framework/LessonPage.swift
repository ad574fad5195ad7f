import Seq2SeqPages

/// A lesson's page while it is written, in one language.
struct LessonPage {
  let language: PageLanguage
  private var page: Page

  init(title: Text, subtitle: Text, _ language: PageLanguage) {
    self.language = language
    page = Page(title: title[language], language: language, subtitle: subtitle[language])
  }

  /// The page as it is written to a file.
  var html: String { page.html }

  mutating func heading(_ text: Text, level: Int = 2) {
    page.heading(text[language], level: level)
  }

  /// A paragraph; `code` between back-ticks and **bold** are marked up.
  mutating func paragraph(_ text: Text) { page.paragraph(text[language]) }

  mutating func note(_ text: Text, kind: NoteKind) { page.note(text[language], kind: kind) }

  mutating func figure(_ figure: some Figure, caption: Text) {
    page.figure(figure, caption: caption[language])
  }

  mutating func table(header: [Text], rows: [[String]], caption: Text? = nil) {
    page.table(
      header: header.map { $0[language] }, rows: rows, caption: caption.map { $0[language] })
  }

  mutating func code(_ text: String) { page.code(text) }

  mutating func links(_ items: [(title: Text, href: String, summary: Text)]) {
    page.links(items.map { ($0.title[language], $0.href, $0.summary[language]) })
  }
}
