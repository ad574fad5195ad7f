/// Finds the tokens that would make a hypothesis repeat itself.
enum RepeatedNgrams {
  /// The tokens that would complete an n-gram that occurs in `tokens` already, each once.
  static func completions(of tokens: [Int32], size: Int) -> [Int32] {
    guard size > 0, tokens.count >= size else { return [] }
    let context = tokens.suffix(size - 1)
    var found: [Int32] = []
    for start in 0...(tokens.count - size) {
      let last = tokens[start + size - 1]
      if !found.contains(last), tokens[start..<start + size - 1].elementsEqual(context) {
        found.append(last)
      }
    }
    return found
  }
}
