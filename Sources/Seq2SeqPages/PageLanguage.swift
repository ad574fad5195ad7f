/// The language that a page speaks: its `lang` attribute and the few words that pages add themselves.
public enum PageLanguage: String, CaseIterable, Codable, Sendable {
  /// Korean.
  case ko
  /// English.
  case en
}
