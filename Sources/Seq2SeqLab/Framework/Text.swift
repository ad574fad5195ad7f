import Seq2SeqPages

/// A text in every language that pages speak: who writes one writes all, or it does not compile.
struct Text: Sendable {
  let en: String
  let ko: String

  /// The text in a language.
  subscript(language: PageLanguage) -> String {
    switch language {
    case .en: en
    case .ko: ko
    }
  }

  /// What is the same in every language: a name, a token, a formula.
  static func same(_ text: String) -> Text { Text(en: text, ko: text) }
}
