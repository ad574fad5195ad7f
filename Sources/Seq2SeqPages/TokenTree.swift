/// What a search looked at as a tree of tokens from left to right: what it kept, ended and pruned.
public struct TokenTree: Figure {
  /// What became of a node.
  public enum Outcome: String, CaseIterable, Sendable {
    /// It lived on to the next step.
    case kept
    /// It is the end of a complete hypothesis.
    case ended
    /// It was dropped from the beam.
    case pruned
  }

  /// One token after others.
  public struct Node: Sendable {
    /// The token.
    public var label: String
    /// The score of the hypothesis so far.
    public var score: Double
    /// What became of it.
    public var outcome: Outcome
    /// The node before it, by its place in the array, which must be before this one; nil for a root.
    public var parent: Int?
    /// The step, from 0: its column.
    public var step: Int
    /// Whether it is part of the output, which is drawn bold.
    public var isBest: Bool

    /// Makes a node.
    public init(
      _ label: String, score: Double, outcome: Outcome, parent: Int?, step: Int,
      isBest: Bool = false
    ) {
      (self.label, self.score, self.outcome) = (label, score, outcome)
      (self.parent, self.step, self.isBest) = (parent, step, isBest)
    }
  }

  private static let widestLabel = 12
  /// Between the text of a node and the mark of the next.
  private static let gap = 34.0
  private static let rowHeight = 22.0
  /// Later steps are drawn on top of this one.
  private static let mostSteps = 400

  private let title: String
  private let nodes: [Node]

  /// Makes a tree. A parent that does not come before its child is taken for none.
  public init(title: String, nodes: [Node]) {
    self.title = title
    self.nodes = nodes.map { node in
      var node = node
      node.step = max(0, min(TokenTree.mostSteps - 1, node.step))
      return node
    }
  }

  /// The `<svg>` element.
  public func svg(_ language: PageLanguage) -> String {
    let words = FigureWords(language: language)
    let rows = rows
    let lines = (rows.max() ?? 0) + 1
    let steps = (nodes.map(\.step).max() ?? 0) + 1
    var drawing = SVGDrawing(
      width: max(420, 30 + Double(steps) * columnWidth),
      height: 70 + lines * TokenTree.rowHeight + 40)
    drawing.text(SVGDrawing.label(title, widest: 90), x: 16, y: 18, size: 14, bold: true)
    for step in 0..<steps where !nodes.isEmpty {
      drawing.text(
        "\(words.step) \(step + 1)", x: place(step: step), y: 44, size: 11,
        fill: SVGDrawing.quiet)
    }
    for (index, node) in nodes.enumerated() {
      if let parent = parent(of: index) {
        drawing.polyline(edge(from: parent, to: index, rows), TokenTree.stroke(node))
      }
    }
    for (index, node) in nodes.enumerated() {
      draw(node, x: place(step: node.step), y: place(row: rows[index]), words, &drawing)
    }
    key(words, &drawing)
    if nodes.isEmpty { drawing.text(words.nothing, x: 16, y: 60, fill: SVGDrawing.quiet) }
    let gaps = nodes.count { !$0.score.isFinite }
    if let remark = words.gaps(gaps) {
      drawing.text(
        remark, x: 16, y: drawing.height - 4, size: 11, fill: SVGDrawing.quiet)
    }
    return drawing.element(title: title, description: description(words))
  }

  private func parent(of index: Int) -> Int? {
    nodes[index].parent.flatMap { $0 >= 0 && $0 < index ? $0 : nil }
  }

  /// Straight from behind the parent's text to before the child, then up or down: subtrees take rows of
  /// their own, so that no line crosses another or a text.
  private func edge(
    from parent: Int, to child: Int, _ rows: [Double]
  ) -> [(x: Double, y: Double)] {
    let end = place(step: nodes[child].step) - 6
    let turn = end - 10
    let start = min(turn, place(step: nodes[parent].step) + textWidth(nodes[parent]) + 12)
    let (from, to) = (place(row: rows[parent]), place(row: rows[child]))
    return [(start, from), (turn, from), (turn, to), (end, to)]
  }

  private func label(_ node: Node) -> String {
    SVGDrawing.label(node.label, widest: TokenTree.widestLabel)
  }

  private func score(_ node: Node) -> String {
    node.score.isFinite ? PageNumber.value((node.score * 100).rounded() / 100) : ""
  }

  private func textWidth(_ node: Node) -> Double {
    SVGDrawing.width(of: label(node)) + 6 + SVGDrawing.width(of: score(node), size: 10)
  }

  private var columnWidth: Double {
    TokenTree.gap + (nodes.map(textWidth).max() ?? 60)
  }

  /// The line of each node: leaves one below the other, a parent beside the first of its children. The output
  /// comes first, and so is one straight line.
  private var rows: [Double] {
    var children = [[Int]](repeating: [], count: nodes.count)
    var stack: [Int] = []
    for index in nodes.indices {
      if let parent = parent(of: index) {
        children[parent].append(index)
      } else {
        stack.append(index)
      }
    }
    children = children.map { $0.filter { nodes[$0].isBest } + $0.filter { !nodes[$0].isBest } }
    var rows = [Double](repeating: 0, count: nodes.count)
    var leaves = 0.0
    stack.reverse()
    // Depth first without recursion: a hypothesis may be as long as the longest sentence.
    while let index = stack.popLast() {
      if children[index].isEmpty {
        rows[index] = leaves
        leaves += 1
      } else {
        stack.append(contentsOf: children[index].reversed())
      }
    }
    for index in nodes.indices.reversed() {
      if let first = children[index].first { rows[index] = rows[first] }
    }
    return rows
  }

  private func place(step: Int) -> Double { 24 + Double(step) * columnWidth }
  private func place(row: Double) -> Double { 66 + row * TokenTree.rowHeight }

  private static func colour(_ outcome: Outcome) -> String {
    switch outcome {
    case .kept: "var(--s0,#0072b2)"
    case .ended: "var(--s2,#00795a)"
    case .pruned: "var(--quiet,#57606a)"
    }
  }

  private static func stroke(_ node: Node) -> SVGDrawing.Paint {
    SVGDrawing.Paint(
      stroke: colour(node.outcome), width: node.isBest ? 3 : 1,
      dash: node.outcome == .pruned ? "3 3" : "")
  }

  private func draw(
    _ node: Node, x: Double, y: Double, _ words: FigureWords, _ drawing: inout SVGDrawing
  ) {
    var tooltip = "\(node.label): \(words.outcome(node.outcome)), \(words.score) "
    tooltip += PageNumber.value(node.score) + (node.isBest ? ", \(words.best)" : "")
    mark(node.outcome, x: x, y: y, &drawing, tooltip: tooltip)
    drawing.text(
      label(node), x: x + 8, y: y + 4, bold: node.isBest,
      fill: node.outcome == .pruned ? SVGDrawing.quiet : SVGDrawing.ink, tooltip: tooltip)
    drawing.text(
      score(node), x: x + 14 + SVGDrawing.width(of: label(node)), y: y + 4, size: 10,
      fill: SVGDrawing.quiet, tooltip: tooltip)
  }

  /// A disc for what lives, a square for what ended, a cross for what was pruned.
  private func mark(
    _ outcome: Outcome, x: Double, y: Double, _ drawing: inout SVGDrawing, tooltip: String?
  ) {
    let colour = TokenTree.colour(outcome)
    switch outcome {
    case .kept:
      drawing.circle(x: x, y: y, radius: 4, SVGDrawing.Paint(fill: colour), tooltip: tooltip)
    case .ended:
      drawing.rectangle(
        x: x - 4, y: y - 4, width: 8, height: 8, SVGDrawing.Paint(fill: colour), tooltip: tooltip)
    case .pruned:
      let paint = SVGDrawing.Paint(stroke: colour, width: 1.5)
      drawing.line((x - 3, y - 3), (x + 3, y + 3), paint, tooltip: tooltip)
      drawing.line((x - 3, y + 3), (x + 3, y - 3), paint, tooltip: tooltip)
    }
  }

  private func key(_ words: FigureWords, _ drawing: inout SVGDrawing) {
    var x = 24.0
    let y = drawing.height - 26
    for outcome in Outcome.allCases {
      mark(outcome, x: x, y: y - 4, &drawing, tooltip: nil)
      drawing.text(words.outcome(outcome), x: x + 10, y: y)
      x += 40 + SVGDrawing.width(of: words.outcome(outcome))
    }
    drawing.text(words.best, x: x, y: y, bold: true)
  }

  private func description(_ words: FigureWords) -> String {
    let counts = Outcome.allCases.map { outcome in
      "\(words.outcome(outcome)) \(nodes.count { $0.outcome == outcome })"
    }
    let best = nodes.filter(\.isBest).map(\.label).joined(separator: " ")
    return counts.joined(separator: ", ") + (best.isEmpty ? "" : ". \(words.best): \(best)")
  }
}
