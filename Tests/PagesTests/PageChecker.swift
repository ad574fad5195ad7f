import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Reads a page as XML and gathers what is in it.
final class PageChecker: NSObject, XMLParserDelegate {
  private(set) var isWellFormed = false
  private(set) var elements: [String: Int] = [:]
  private(set) var attributes: [(name: String, value: String)] = []
  private(set) var text = ""
  private(set) var problem = ""

  init(_ markup: String) {
    super.init()
    let parser = XMLParser(data: Data(markup.utf8))
    parser.delegate = self
    isWellFormed = parser.parse()
    problem = parser.parserError.map { "\($0), line \(parser.lineNumber)" } ?? ""
  }

  func parser(
    _ parser: XMLParser, didStartElement elementName: String, namespaceURI: String?,
    qualifiedName qName: String?, attributes attributeDict: [String: String] = [:]
  ) {
    elements[elementName, default: 0] += 1
    attributes += attributeDict.map { ($0.key, $0.value) }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

  /// The numbers in all attributes that must hold numbers.
  var coordinates: [String] {
    let names: Set = ["x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height"]
    return attributes.filter { names.contains($0.name) }.map(\.value)
  }
}
