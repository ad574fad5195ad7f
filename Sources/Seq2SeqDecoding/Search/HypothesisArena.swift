/// The tokens of all hypotheses of a search as a tree of back-pointers in one flat array.
///
/// Hypotheses share their prefixes: to extend one costs 16 bytes, and no array is copied until
/// the search is over.
struct HypothesisArena {
  private struct Node {
    var parent: Int
    var token: Int32
  }

  /// The node of the hypothesis without tokens.
  static let root = -1

  private var nodes: [Node] = []

  /// Adds the hypothesis of `parent` with one more token and returns its node.
  mutating func append(_ token: Int32, to parent: Int) -> Int {
    nodes.append(Node(parent: parent, token: token))
    return nodes.count - 1
  }

  /// The tokens of a hypothesis, first to last.
  func tokens(of node: Int) -> [Int32] {
    var tokens: [Int32] = []
    var node = node
    while node != Self.root {
      tokens.append(nodes[node].token)
      node = nodes[node].parent
    }
    tokens.reverse()
    return tokens
  }
}
