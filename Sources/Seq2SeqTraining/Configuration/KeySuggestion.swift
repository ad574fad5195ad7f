import Seq2SeqText

/// What someone who wrote an unknown key meant.
enum KeySuggestion {
  /// The remedy for a key that is not among those of a section.
  ///
  /// - Parameters:
  ///   - name: The key as written.
  ///   - section: The key path of the section that it stands in.
  ///   - keys: The keys of that section.
  static func remedy(for name: String, in section: [String], keys: [ConfigurationKey]) -> String {
    let siblings = keys.map(\.name)
    guard let path = path(for: name, in: section, siblings: siblings) else {
      return "the keys here are " + siblings.joined(separator: ", ")
    }
    // A key of the same section needs no path.
    let sameSection = Array(path.dropLast()) == section
    return "did you mean '\(sameSection ? path.last ?? "" : path.joined(separator: "."))'?"
  }

  private static func path(
    for name: String, in section: [String], siblings: [String]
  ) -> [String]? {
    // Names this long are no slip of the finger, and comparing them takes time.
    guard name.utf8.count <= 64 else { return nil }
    let name = snakeCase(name)
    if siblings.contains(name) { return section + [name] }
    if let path = OtherToolkits.keyPaths[name]?.split(separator: ".").map(String.init) {
      // `rnn_size` in the decoder means the hidden size there.
      if let leaf = path.last, siblings.contains(leaf) { return section + [leaf] }
      return path
    }
    if let near = Spelling.nearest(to: name, among: siblings) { return section + [near] }
    let everywhere = ConfigurationKey.all.paths()
    if let path = everywhere.first(where: { $0.last == name }) { return path }
    let near = Spelling.nearest(to: name, among: everywhere.compactMap(\.last))
    return everywhere.first { $0.last == near }
  }

  /// `learning-rate`, `learningRate` and `Learning_Rate` as `learning_rate`.
  private static func snakeCase(_ name: String) -> String {
    var result = ""
    var afterLowercase = false
    for character in name {
      if character.isUppercase, afterLowercase { result.append("_") }
      result += character == "-" || character == " " ? "_" : character.lowercased()
      afterLowercase = character.isLowercase
    }
    return result
  }
}
