import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// A page as a strict XML parser reads it: its elements in order, and the texts that a reader sees outside of
/// figures and code.
final class PageReader: NSObject, XMLParserDelegate {
  /// A text with the element that holds it.
  struct Passage {
    let element: String
    var text: String
  }

  /// The names of all elements outside of figures and lines, in order.
  private(set) var elements: [String] = []
  private(set) var passages: [Passage] = []
  /// The classes of the notes.
  private(set) var notes: [String] = []

  /// What holds passages; their children's text is theirs.
  private static let blocks: Set = [
    "h1", "h2", "h3", "h4", "p", "figcaption", "caption", "th", "td", "li", "title",
  ]
  private static let inline: Set = ["code", "strong", "br"]
  private static let skipped: Set = ["svg", "style", "script", "code", "pre"]
  private var skipDepth = 0
  private var open: [Int] = []

  /// Reads a page; not well-formed XML is an issue of the test.
  init(_ html: String, sourceLocation: SourceLocation = #_sourceLocation) {
    super.init()
    let parser = XMLParser(data: Data(html.utf8))
    parser.delegate = self
    let isWellFormed = parser.parse()
    #expect(
      isWellFormed, "line \(parser.lineNumber): \(String(describing: parser.parserError))",
      sourceLocation: sourceLocation)
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    if skipDepth > 0 || PageReader.skipped.contains(name) { skipDepth += 1 }
    if skipDepth <= 1, !PageReader.inline.contains(name) { elements.append(name) }
    guard skipDepth == 0 else { return }
    if let kind = attributes["class"], kind.hasPrefix("note ") { notes.append(kind) }
    if PageReader.blocks.contains(name) {
      open.append(passages.count)
      passages.append(Passage(element: name, text: ""))
    }
  }

  func parser(_ parser: XMLParser, foundCharacters characters: String) {
    guard skipDepth == 0, let current = open.last else { return }
    passages[current].text += characters
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    if skipDepth > 0 {
      skipDepth -= 1
    } else if PageReader.blocks.contains(name) {
      open.removeLast()
    }
  }

  /// The numbers of a text as they stand there; digits after a letter belong to a name.
  static func numbers(in text: String) -> [String] {
    var result: [String] = []
    var rest = text[...]
    while let match = rest.firstMatch(of: /-?\d+(\.\d+)?(e[+-]?\d+)?/) {
      let before =
        match.range.lowerBound == text.startIndex
        ? nil : text[text.index(before: match.range.lowerBound)]
      if !(before?.isLetter ?? false) { result.append(String(match.output.0)) }
      rest = rest[match.range.upperBound...]
    }
    return result
  }
}
