import Foundation

/// Composition to NFC, the form in which all text enters (Unicode Standard Annex 15).
public enum Normalization {
  /// The text in NFC. Text that needs nothing, nearly all text, is returned after one look at its
  /// bytes.
  public static func composed(_ text: String) -> String {
    let bytes = Array(text.utf8)
    return TextScan(bytes.span).isComposed ? text : text.precomposedStringWithCanonicalMapping
  }

  /// The text in lower case and NFC.
  static func lowercased(_ text: String) -> String {
    // Lower case can take a text out of NFC, hence the second composition.
    composed(composed(text).lowercased())
  }
}

extension TextPipeline {
  /// What the tokenizer cuts: the text in NFC, and in lower case if asked for.
  package func normalized(_ text: String) -> String {
    lowercase ? Normalization.lowercased(text) : Normalization.composed(text)
  }
}
