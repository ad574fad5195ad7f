import Seq2SeqPages

/// A beam as a figure.
package struct BeamTree {
  private let nodes: [ExplainedBeam.Node]

  /// - Parameter pruned: How many of the pruned are shown at each step at most.
  package init(_ beam: ExplainedBeam, pruned: Int) {
    var shown: [Int: Int] = [:]
    nodes = beam.nodes.filter { node in
      guard node.outcome == .pruned else { return true }
      shown[node.step, default: 0] += 1
      return shown[node.step, default: 0] <= pruned
    }
  }

  package func figure(_ title: String) -> TokenTree {
    let places = Dictionary(
      nodes.enumerated().map { ($0.element.node, $0.offset) },
      uniquingKeysWith: { first, _ in first }
    )
    return TokenTree(
      title: title,
      nodes: nodes.map { node in
        TokenTree.Node(
          node.token.text, score: node.logProbability, outcome: BeamTree.outcome(node.outcome),
          parent: node.parent.flatMap { places[$0] }, step: node.step, isBest: node.isOutput)
      })
  }

  private static func outcome(_ outcome: ExplainedBeam.Outcome) -> TokenTree.Outcome {
    switch outcome {
    case .kept: .kept
    case .ended: .ended
    case .pruned: .pruned
    }
  }
}
