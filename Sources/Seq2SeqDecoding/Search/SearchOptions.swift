import Seq2SeqText

/// How widely and how far a search looks, and how it ranks what it finds.
public struct SearchOptions: Sendable, Equatable {
  /// Hypotheses kept at each step; 1 is greedy search.
  public var beamSize: Int
  /// Hypotheses returned for each sentence at most; more than `beamSize` widens the beam to it.
  public var nBest: Int
  /// How hypotheses of different lengths are compared.
  public var lengthPenalty: LengthPenalty
  /// The most tokens of a hypothesis, the end symbol not counted.
  public var maximumLength: Int
  /// With r this ratio and S the source length, a hypothesis has at most ceil(r S) + 10 tokens.
  public var maximumLengthRatio: Double

  /// Makes options; those not given are the defaults of the command.
  public init(
    beamSize: Int = 5, nBest: Int = 1, lengthPenalty: LengthPenalty = .gnmt(alpha: 1),
    maximumLength: Int = 100, maximumLengthRatio: Double = 3
  ) {
    self.beamSize = beamSize
    self.nBest = nBest
    self.lengthPenalty = lengthPenalty
    self.maximumLength = maximumLength
    self.maximumLengthRatio = maximumLengthRatio
  }

  /// The hypotheses that a sentence's beam holds, ended ones included.
  var places: Int { max(beamSize, nBest) }

  /// The most tokens of a hypothesis for a source sentence of `sourceLength` tokens; at least 1.
  public func lengthLimit(sourceLength: Int) -> Int {
    let byRatio = (maximumLengthRatio * Double(sourceLength)).rounded(.up) + 10
    // Compared before it is converted: a Double beyond Int.max would trap.
    return max(1, byRatio < Double(maximumLength) ? Int(max(1, byRatio)) : maximumLength)
  }

  /// Throws `UserError` for an option out of its range.
  public func validate() throws {
    let counts = [
      ("beam size", beamSize), ("n-best count", nBest), ("maximum length", maximumLength),
    ]
    for (name, count) in counts where count < 1 {
      throw UserError(.usage, "the \(name) is \(count)", remedy: "give 1 or more")
    }
    guard maximumLengthRatio >= 0, maximumLengthRatio.isFinite else {
      throw UserError(
        .usage, "the maximum length ratio is \(maximumLengthRatio)",
        remedy: "give a number from 0; 3 is usual")
    }
    try lengthPenalty.validate()
  }
}
