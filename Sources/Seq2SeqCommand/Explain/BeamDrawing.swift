import Seq2Seq
import Seq2SeqExplain
import Seq2SeqText

/// A beam for a terminal: what lived as a tree, a line for each branch, then what was pruned at each step.
struct BeamDrawing {
  /// The best of those pruned that are shown at each step.
  private static let prunedShown = 4
  private static let widestToken = 16
  /// Deeper branches are drawn at this depth, so that a line cannot outgrow every terminal.
  private static let deepestIndent = 12

  private let nodes: [ExplainedBeam.Node]
  private let terminal: Terminal
  /// The nodes that live on from each node, best first; nil is the start.
  private let children: [Int?: [Int]]

  init(_ beam: ExplainedBeam, _ terminal: Terminal) {
    self.terminal = terminal
    nodes = beam.nodes
    children = Dictionary(grouping: nodes.indices.filter { beam.nodes[$0].outcome != .pruned }) {
      beam.nodes[$0].parent
    }
  }

  /// The lines, from top to bottom.
  var lines: [String] {
    let mark = terminal.hasColours ? "bold" : "*"
    return tree + [
      terminal.faint("■ complete  ✗ all its continuations were pruned  \(mark) output")
    ]
      + pruned
  }

  /// A line holds tokens as long as there is one way on; the number is the log-probability of the whole.
  private var tree: [String] {
    var lines: [String] = []
    var stack: [(index: Int, prefix: String, isLast: Bool)] = []
    func push(_ indices: [Int], _ prefix: String) {
      for (place, index) in indices.enumerated().reversed() {
        stack.append((index, prefix, place == indices.count - 1))
      }
    }
    push(children[nil] ?? [], "")
    // Without recursion: a hypothesis may be as long as the longest sentence.
    while let (index, prefix, isLast) = stack.popLast() {
      var last = index
      var text = label(index)
      while let next = children[nodes[last].node], next.count == 1 {
        last = next[0]
        text += " " + label(last)
      }
      lines.append(
        prefix + (isLast ? "└─ " : "├─ ") + text + "  "
          + terminal.faint(nodes[last].logProbability.fixed(3)))
      let isDeep = prefix.count >= 2 * BeamDrawing.deepestIndent
      push(children[nodes[last].node] ?? [], isDeep ? prefix : prefix + (isLast ? "  " : "│ "))
    }
    return lines
  }

  /// A line for each step: the best of what was pruned there, each after its last token.
  private var pruned: [String] {
    let tokens = Dictionary(
      nodes.map { ($0.node, $0.token) }, uniquingKeysWith: { first, _ in first })
    let steps = Dictionary(grouping: nodes.filter { $0.outcome == .pruned }, by: \.step)
    return steps.keys.sorted().map { step in
      let all = steps[step] ?? []
      let shown = all.prefix(BeamDrawing.prunedShown).map { node in
        let before = node.parent.flatMap { tokens[$0] }.map { "…\(text($0)) " } ?? ""
        return "✗ \(before)\(text(node.token)) \(node.logProbability.fixed(3))"
      }
      let more = all.count > shown.count ? ", \((all.count - shown.count).grouped) more" : ""
      return terminal.faint("step \(step + 1): " + shown.joined(separator: ", ") + more)
    }
  }

  private func text(_ token: ExplainedToken) -> String {
    TokenLabel(token.text, widest: BeamDrawing.widestToken).text
  }

  private func label(_ index: Int) -> String {
    let node = nodes[index]
    let isDead = node.outcome == .kept && children[node.node] == nil
    let text = text(node.token) + (node.outcome == .ended ? "■" : isDead ? "✗" : "")
    guard node.isOutput else { return text }
    return terminal.hasColours ? terminal.strong(text) : text + "*"
  }
}
