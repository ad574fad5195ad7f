import Seq2SeqModels
import Seq2SeqText

/// How widely and how far a search looks, and how it ranks what it finds.
public struct SearchOptions: Sendable, Equatable {
  /// Hypotheses of one sentence side by side, in groups or as samples: each has rows of its own.
  static let mostGroups = 1_000

  /// How tokens are chosen.
  public var strategy = DecodingConfiguration.Strategy.beam
  /// Hypotheses kept at each step; 1 is greedy search.
  public var beamSize: Int
  /// Hypotheses returned for each sentence at most; more than `beamSize` widens the beam to it.
  /// So many samples are drawn.
  public var nBest: Int
  /// How hypotheses of different lengths are compared.
  public var lengthPenalty: LengthPenalty
  /// How much hypotheses lose that leave source tokens without attention: beta in
  /// beta sum over source tokens of log(min(attention, 1)) (Wu et al. 2016, section 7).
  ///
  /// It ranks complete hypotheses, as the length penalty does; the beam keeps the most probable.
  public var coveragePenalty = 0.0
  /// The fewest tokens of a hypothesis, the end symbol not counted; `maximumLength` has the last
  /// word, and a hypothesis that nothing may follow ends where it is.
  public var minimumLength = 0
  /// The most tokens of a hypothesis, the end symbol not counted; a longer prefix is taken whole.
  public var maximumLength: Int
  /// With r this ratio and S the source length, a hypothesis has at most ceil(r S) + 10 tokens.
  public var maximumLengthRatio: Double
  /// No n-gram of so many tokens occurs twice in a hypothesis, other than within its prefix; 0: any may.
  public var noRepeatNgram = 0
  /// Groups that the beam is cut into; each avoids, at each step, the tokens of those before it
  /// (diverse beam search, Vijayakumar et al. 2018).
  public var groups = 1
  /// What a token loses in log-probability for each choice of it by an earlier group at the same
  /// step. It decides what is kept; scores do not hold it.
  public var diversity = 0.5
  /// What logits are divided by before the softmax. All log-probabilities are of the softmax
  /// after that.
  public var temperature = 1.0
  /// Sampling draws from the so many most probable tokens; 0: from all.
  public var topK = 0
  /// Sampling draws from the fewest tokens that have this share of the probability together
  /// (Holtzman et al. 2020).
  public var topP = 1.0
  /// All that sampling draws follows from this number and `SearchSentence.number`.
  public var seed: UInt64 = 1
  /// Whether to tell where the decoder looked for each token, so that unknown ones can be replaced.
  public var replaceUnknown = false

  /// Makes options; those not given, and those that are not parameters, are the command's defaults.
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

  /// The same options for the most probable token at each step, as it is used while training.
  public var greedy: SearchOptions {
    var options = self
    options.strategy = .beam
    (options.beamSize, options.nBest, options.groups) = (1, 1, 1)
    // There is nothing to rank.
    options.coveragePenalty = 0
    return options
  }

  /// The hypotheses that a sentence has side by side, ended ones included.
  package var places: Int {
    // No beam fills more; a sum with it does not overflow.
    let most = 1 << 40
    return switch strategy {
    case .beam: min(max(beamSize, nBest), most)
    case .sampling: nBest
    }
  }

  /// The beams that a sentence has: groups of places, or samples with one place each.
  var beamCount: Int { strategy == .sampling ? nBest : groups }

  /// The hypotheses of each of its beams.
  var placesPerBeam: Int { (places - 1) / beamCount + 1 }

  /// Whether the scorer has to say where it looks.
  public var needsAttention: Bool { coveragePenalty > 0 || replaceUnknown }

  /// The most tokens of a hypothesis for a source sentence of `sourceLength` tokens; at least 1.
  public func lengthLimit(sourceLength: Int) -> Int {
    let byRatio = (maximumLengthRatio * Double(sourceLength)).rounded(.up) + 10
    // Compared before it is converted: a Double beyond Int.max would trap.
    return max(1, byRatio < Double(maximumLength) ? Int(max(1, byRatio)) : maximumLength)
  }
}
