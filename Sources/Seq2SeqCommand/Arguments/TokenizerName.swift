import Seq2Seq

/// A tokenizer by the name that an option gives.
enum TokenizerName {
  /// The tokenizer; nil if the option is not given. Errors: `UserError` with the nearest name.
  static func kind(
    _ name: String?, option: String, among kinds: [TokenizerKind] = TokenizerKind.allCases
  ) throws -> TokenizerKind? {
    guard let name else { return nil }
    if let kind = kinds.first(where: { $0.rawValue == name }) { return kind }
    let names = kinds.map(\.rawValue)
    throw UserError(
      .usage, "\(option) is \(name)",
      remedy: Spelling.nearest(to: name, among: names).map { "did you mean '\($0)'?" }
        ?? "choose from " + names.joined(separator: ", "))
  }
}
