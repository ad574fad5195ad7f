/// A picture for a ``Page``: a chart, a map or a tree as one SVG element.
///
/// It scales with the page, follows its light or dark colours, has a `<title>` and a `<desc>` for those
/// who cannot see it, and a tooltip at every mark. Values that are not finite are drawn as gaps, and the
/// picture says how many there are.
public protocol Figure: Sendable {
  /// The `<svg>` element, its few own words in a language.
  func svg(_ language: PageLanguage) -> String
}

extension Figure {
  /// The `<svg>` element, its few own words in English.
  public var svg: String { svg(.en) }
}
