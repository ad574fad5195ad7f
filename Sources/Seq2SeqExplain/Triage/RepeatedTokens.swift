/// How much of a text says again what stands right before it.
enum RepeatedTokens {
  /// Longer parts are not looked for.
  private static let longestPart = 16

  /// The most tokens in a row of which each equals the one a fixed distance before it: of `a b a b a b` four.
  static func longestRun(in tokens: [String]) -> Int {
    var longest = 0
    for distance in 1...longestPart where distance < tokens.count {
      var run = 0
      for index in distance..<tokens.count {
        run = tokens[index] == tokens[index - distance] ? run + 1 : 0
        // A part has to be said again as a whole.
        if run >= distance { longest = max(longest, run) }
      }
    }
    return longest
  }
}
