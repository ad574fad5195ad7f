import Foundation

/// One self-contained HTML page: text, tables and figures, readable in light and dark and on a phone.
///
///     var page = Page(title: "Memory", language: .en)
///     page.paragraph("Plain networks **forget**; `lstm` holds.")
///     page.figure(LineChart(title: "Accuracy", …), caption: "Accuracy against distance")
///     try page.html.write(toFile: "index.html", atomically: true, encoding: .utf8)
///
/// The page refers to nothing outside itself: no scripts, no fonts, no network. All text is escaped. The
/// markup is well-formed XML too.
public struct Page: Sendable {
  private let title: String
  private let language: PageLanguage
  private let subtitle: String?
  private var body: [String] = []

  /// Makes a page without contents but its title.
  public init(title: String, language: PageLanguage, subtitle: String? = nil) {
    self.title = title
    self.language = language
    self.subtitle = subtitle
  }

  /// Adds a heading; `level` is 2 to 4, since 1 is the page's title.
  public mutating func heading(_ text: String, level: Int = 2) {
    let level = max(2, min(4, level))
    body.append("<h\(level)>\(Markup.inline(text))</h\(level)>")
  }

  /// Adds a paragraph; `code` between back-ticks and **bold** between double stars are marked up.
  public mutating func paragraph(_ text: String) {
    body.append("<p>\(Markup.inline(text))</p>")
  }

  /// Adds a boxed note: a claim, or what a measurement says of it. Marked up as a paragraph.
  public mutating func note(_ text: String, kind: NoteKind) {
    body.append(
      """
      <div class="note \(kind.rawValue)"><p><strong class="kind">\(kind.label(language))</strong> \
      \(Markup.inline(text))</p></div>
      """)
  }

  /// Adds a figure with what is to be seen in it.
  public mutating func figure(_ figure: some Figure, caption: String) {
    body.append(
      """
      <figure><div class="wide">\(figure.svg(language))</div>
      <figcaption>\(Markup.inline(caption))</figcaption></figure>
      """)
  }

  /// Adds a table; its cells are plain text. Short rows are filled up; columns that hold numbers alone are set flush right.
  public mutating func table(header: [String], rows: [[String]], caption: String? = nil) {
    let columns = max(header.count, rows.map(\.count).max() ?? 0)
    guard columns > 0 else { return }
    let numeric = (0..<columns).map { column in
      rows.allSatisfy { $0.count <= column || $0[column].isEmpty || Page.isNumber($0[column]) }
    }
    func row(_ cells: [String], _ element: String) -> String {
      (0..<columns).map { column in
        let text = column < cells.count ? Markup.escaped(cells[column]) : ""
        return "<\(element)\(numeric[column] ? " class=\"number\"" : "")>\(text)</\(element)>"
      }.joined()
    }
    let title = caption.map { "<caption>\(Markup.inline($0))</caption>" } ?? ""
    let head = header.isEmpty ? "" : "<thead><tr>\(row(header, "th"))</tr></thead>"
    let lines = rows.map { "<tr>\(row($0, "td"))</tr>" }.joined(separator: "\n")
    body.append(
      "<div class=\"wide\"><table>\(title)\(head)<tbody>\n\(lines)\n</tbody></table></div>")
  }

  /// Adds lines of code or of a terminal, as they are.
  public mutating func code(_ text: String) {
    body.append("<pre class=\"wide\"><code>\(Markup.escaped(text))</code></pre>")
  }

  /// Adds a list of links to neighbouring pages. An address with a scheme (`javascript:`, `https:`) or a
  /// host is no neighbour and is shown as text.
  public mutating func links(_ items: [(title: String, href: String, summary: String)]) {
    let lines = items.map { item in
      let title = Markup.inline(item.title)
      let link =
        Page.isLocal(item.href)
        ? "<a href=\"\(Markup.escaped(item.href))\">\(title)</a>" : "<strong>\(title)</strong>"
      let summary = item.summary.isEmpty ? "" : "<br/>\(Markup.inline(item.summary))"
      return "<li>\(link)\(summary)</li>"
    }
    body.append("<ul class=\"links\">\n\(lines.joined(separator: "\n"))\n</ul>")
  }

  /// The page as it is written to a file, in UTF-8.
  public var html: String {
    """
    <!DOCTYPE html>
    <html lang="\(language.rawValue)">
    <head>
    <meta charset="utf-8"/>
    <meta name="viewport" content="width=device-width, initial-scale=1"/>
    <title>\(Markup.escaped(title))</title>
    <style>
    \(PageStyle.sheet)
    </style>
    </head>
    <body>
    <main>
    <header><h1>\(Markup.inline(title))</h1>\
    \(subtitle.map { "<p class=\"subtitle\">\(Markup.inline($0))</p>" } ?? "")</header>
    \(body.joined(separator: "\n"))
    </main>
    </body>
    </html>

    """
  }

  private static func isNumber(_ text: String) -> Bool {
    let plain = text.replacing("−", with: "-").filter { !", %".contains($0) }
    return ["–", "-", "±"].contains(plain)
      || plain.split(separator: "±").allSatisfy { Double($0) != nil }
  }

  private static func isLocal(_ address: String) -> Bool {
    !address.hasPrefix("/") && !address.hasPrefix("\\")
      && !address.prefix { $0 != "/" && $0 != "?" && $0 != "#" }.contains(":")
      && !address.unicodeScalars.contains { $0.value < 0x20 }
  }
}
