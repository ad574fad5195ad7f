import Seq2SeqDecoding
import Seq2SeqText

/// What an observer of a search has heard of its one sentence.
struct BeamRecord {
  private(set) var steps: [SearchStep] = []

  mutating func add(_ step: SearchStep) { steps.append(step) }

  /// The nodes of the search, those of a complete hypothesis marked.
  func beam(size: Int, output: Set<Int>, _ source: SourceLine) -> ExplainedBeam {
    ExplainedBeam(
      size: size,
      nodes: steps.flatMap { step in
        step.choices.map { choice in
          ExplainedBeam.Node(
            node: choice.node, parent: choice.parent, group: step.group, step: step.step,
            token: ExplainedToken(choice.token, of: source),
            logProbability: choice.logProbability,
            tokenLogProbability: choice.tokenLogProbability,
            outcome: BeamRecord.outcome(choice.outcome), isOutput: output.contains(choice.node))
        }
      })
  }

  /// The path of nodes that ended as a hypothesis did: with its log-probability and its tokens, of which
  /// one that was unknown may have been replaced.
  func path(of hypothesis: TranslatedHypothesis, _ source: SourceLine) -> [SearchStep.Choice] {
    let choices = Dictionary(
      steps.flatMap(\.choices).map { ($0.node, $0) }, uniquingKeysWith: { first, _ in first })
    for ended in steps.flatMap(\.choices)
    where ended.outcome == .ended && ended.logProbability == hypothesis.logProbability {
      var path = [ended]
      while let parent = path.last?.parent.flatMap({ choices[$0] }) { path.append(parent) }
      path.reverse()
      let tokens = path.dropLast().map(\.token)
      let isSame =
        tokens.count == hypothesis.tokens.count
        && zip(tokens, hypothesis.tokens).allSatisfy { id, token in
          id == Vocabulary.unknown || source.targetToken(of: id) == token
        }
      if isSame { return path }
    }
    return []
  }

  /// At which step a target fell off the beam, and what the last with a place had there.
  func fall(of target: [Int32]) -> (step: Int, leastInBeam: Double?)? {
    // The nodes that hold the target so far; nil is the start. Groups may hold it several times.
    var nodes: Set<Int?> = [nil]
    for time in 0...target.count {
      let token = time < target.count ? target[time] : Vocabulary.end
      let kept = steps.filter { $0.step == time }.flatMap(\.choices).filter {
        $0.outcome != .pruned
      }
      nodes = Set(
        kept.filter { nodes.contains($0.parent) && $0.token == token }.map { Optional($0.node) })
      if nodes.isEmpty { return (time, kept.map(\.logProbability).min()) }
    }
    return nil
  }

  private static func outcome(_ outcome: SearchStep.Outcome) -> ExplainedBeam.Outcome {
    switch outcome {
    case .kept: .kept
    case .ended: .ended
    case .pruned: .pruned
    }
  }
}
