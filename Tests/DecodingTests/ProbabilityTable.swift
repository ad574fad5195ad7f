import Foundation

/// Log-probabilities of the next token as a function of (sentence, prefix): a model without a
/// network, that any oracle can ask in any order.
struct ProbabilityTable: Sendable {
  static let end: Int32 = 3

  var vocabularySize: Int
  /// V natural-log probabilities; `<pad>` and `<s>` are not looked at.
  var logProbabilities: @Sendable (_ sentence: Int, _ prefix: [Int32]) -> [Float]

  /// The tokens that can follow: all but `<pad>` and `<s>`.
  var followers: [Int32] {
    (0..<Int32(vocabularySize)).filter { $0 != 0 && $0 != 2 }
  }

  /// A normalised pseudo-random table.
  ///
  /// `levels` counts the different logits: few make many ties. With `impossible`, about one in so
  /// many tokens has the log-probability -inf.
  static func random(
    vocabularySize: Int, seed: UInt64, levels: UInt64 = 1 << 40, impossible: UInt64? = nil
  ) -> ProbabilityTable {
    ProbabilityTable(vocabularySize: vocabularySize) { sentence, prefix in
      var state = mixed(seed ^ mixed(UInt64(sentence)))
      for token in prefix { state = mixed(state ^ UInt64(token)) }
      let logits = (0..<vocabularySize).map { token -> Double in
        state = mixed(state)
        if let impossible, state % impossible == 0 { return -.infinity }
        return token == 0 || token == 2
          ? -.infinity : 4 * Double(mixed(state) % levels) / Double(levels)
      }
      let total = logits.reduce(0) { $0 + exp($1) }
      return logits.map { total == 0 ? -.infinity : Float($0 - log(total)) }
    }
  }

  /// The same distribution after every prefix, by token id.
  static func constant(_ probabilities: [Double]) -> ProbabilityTable {
    ProbabilityTable(vocabularySize: probabilities.count) { _, _ in
      probabilities.map { Float(log($0)) }
    }
  }

  /// SplitMix64's finaliser.
  private static func mixed(_ value: UInt64) -> UInt64 {
    var z = value &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
