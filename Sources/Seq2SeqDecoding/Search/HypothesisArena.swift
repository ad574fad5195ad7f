/// The tokens of all hypotheses of a search as a tree of back-pointers in one flat array.
///
/// Hypotheses share their prefixes: to extend one costs 16 bytes, and no array is copied until
/// the search is over.
struct HypothesisArena {
  private struct Node {
    var parent: Int
    var token: Int32
    var sourcePosition: Int32
  }

  /// The node of the hypothesis without tokens.
  static let root = -1

  private var nodes: [Node] = []

  /// Adds the hypothesis of `parent` with one more token and returns its node.
  ///
  /// - Parameter sourcePosition: Where the decoder looked for it; -1 if nobody asks.
  mutating func append(_ token: Int32, to parent: Int, sourcePosition: Int32 = -1) -> Int {
    nodes.append(Node(parent: parent, token: token, sourcePosition: sourcePosition))
    return nodes.count - 1
  }

  /// The tokens of a hypothesis, first to last.
  func tokens(of node: Int) -> [Int32] { path(to: node).map(\.token) }

  /// The source positions of its tokens.
  func sourcePositions(of node: Int) -> [Int32] { path(to: node).map(\.sourcePosition) }

  private func path(to node: Int) -> [Node] {
    var path: [Node] = []
    var node = node
    while node != Self.root {
      path.append(nodes[node])
      node = nodes[node].parent
    }
    path.reverse()
    return path
  }
}
