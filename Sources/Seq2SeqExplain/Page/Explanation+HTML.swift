@_exported import enum Seq2SeqPages.PageLanguage

extension Explanation {
  /// One self-contained HTML page with SVG figures: no scripts, no network.
  public func html(_ language: PageLanguage = .en) -> String {
    ExplanationPage(self, language).html
  }
}
