/// One step of the decoder along the output.
public struct ExplainedStep: Codable, Equatable, Sendable {
  /// What the decoder read: the start symbol, then the output so far.
  public var input: ExplainedToken
  /// What it wrote: the output's next token, at last the end symbol, with its place in the softmax.
  public var output: ExplainedCandidate
  /// How many tokens were more probable, plus 1. The search may prefer a less probable token for the sake
  /// of those that follow.
  public var rank: Int
  /// The weight of each source token; they add up to 1. Nil without attention.
  public var attention: [Float]?
  /// The sum of the source states by these weights; nil without attention.
  public var context: [Float]?
  /// The share of the distribution that is generated, the rest being copied by the attention; nil unless the
  /// model copies.
  public var generationProbability: Double?
  /// What the projection to the vocabulary reads: the attentional state, or without attention h.
  public var state: [Float]
  /// The most probable tokens, best first.
  public var candidates: [ExplainedCandidate]
  /// The probability of all other tokens together.
  public var restProbability: Double
  /// The entropy of the distribution over the vocabulary, in nats: 0 for certainty.
  public var entropy: Double
}
