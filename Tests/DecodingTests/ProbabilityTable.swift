import Foundation

/// Log-probabilities of the next token as a function of (sentence, prefix): a model without a
/// network, that any oracle can ask in any order.
struct ProbabilityTable: Sendable {
  static let end: Int32 = 3

  var vocabularySize: Int
  /// V natural-log probabilities; `<pad>` and `<s>` are not looked at.
  var logProbabilities: @Sendable (_ sentence: Int, _ prefix: [Int32]) -> [Float]

  /// The attention over the source that goes with them; none unless given.
  var attention: (@Sendable (_ sentence: Int, _ prefix: [Int32]) -> [Float])?

  init(
    vocabularySize: Int,
    attention: (@Sendable (_ sentence: Int, _ prefix: [Int32]) -> [Float])? = nil,
    logProbabilities: @escaping @Sendable (_ sentence: Int, _ prefix: [Int32]) -> [Float]
  ) {
    self.vocabularySize = vocabularySize
    self.attention = attention
    self.logProbabilities = logProbabilities
  }

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

  /// The same table with pseudo-random attention over sources of `sourceLength(sentence)` tokens.
  func attending(
    seed: UInt64, sourceLength: @escaping @Sendable (Int) -> Int
  ) -> ProbabilityTable {
    var table = self
    table.attention = { sentence, prefix in
      var state = Self.mixed(~seed ^ Self.mixed(UInt64(sentence)))
      for token in prefix { state = Self.mixed(state ^ UInt64(token)) }
      let weights = (0..<sourceLength(sentence)).map { _ -> Float in
        state = Self.mixed(state)
        return Float(state % 1_000 + 1)
      }
      return weights.map { $0 / weights.reduce(0, +) }
    }
    return table
  }

  /// The table with its logits divided by a temperature.
  func tempered(_ temperature: Double) -> ProbabilityTable {
    guard temperature != 1 else { return self }
    var table = self
    let own = logProbabilities
    table.logProbabilities = { sentence, prefix in
      let scaled = own(sentence, prefix).map { Double($0) / temperature }
      let total = scaled.reduce(0) { $0 + exp($1) }
      return scaled.map { total == 0 ? -.infinity : Float($0 - log(total)) }
    }
    return table
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
