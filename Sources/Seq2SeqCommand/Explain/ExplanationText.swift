import Seq2Seq
import Seq2SeqExplain
import Seq2SeqText

/// An explanation for a terminal.
struct ExplanationText {
  private static let widestToken = 24
  private static let widestBar = 20

  private let explanation: Explanation
  private let terminal: Terminal
  private var lines: [String] = []

  init(_ explanation: Explanation, _ terminal: Terminal) {
    self.explanation = explanation
    self.terminal = terminal
    lines.append(
      terminal.strong("\(explanation.source.text) → \(explanation.output.text)".harmless))
    addSource()
    for layer in explanation.encoder {
      add(layer, of: "Encoder", tokens: explanation.source.tokens)
    }
    addContext()
    for layer in explanation.decoder {
      add(layer, of: "Decoder", tokens: explanation.steps.map(\.output.token))
    }
    addAttention()
    addSteps()
    addBeam()
    addReference()
  }

  /// The text, ending in a line feed.
  var text: String { lines.map { $0 + "\n" }.joined() }

  private mutating func heading(_ text: String) { lines += ["", terminal.heading(text)] }

  private func token(_ token: ExplainedToken) -> String {
    TokenLabel(token.text, widest: ExplanationText.widestToken).text
  }

  private func bar(_ share: Double) -> String {
    guard share > 0 else { return "" }
    let eighths = Int((min(1, share) * Double(ExplanationText.widestBar * 8)).rounded())
    let last = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
    return String(repeating: "█", count: eighths / 8) + last
  }

  private mutating func addSource() {
    heading("Tokens of \"\(explanation.source.normalized.harmless)\"")
    var table = TerminalTable([("token", .left), ("number", .right), ("", .left)])
    for item in explanation.source.tokens {
      table.add([token(item), "\(item.id)", item.isUnknown ? "not in the vocabulary: <unk>" : ""])
    }
    lines += table.lines(width: terminal.width)
    if let all = explanation.source.truncatedFrom {
      lines.append("The line has \(all.of("token")); the model reads no more than these.")
    }
  }

  private mutating func add(
    _ layer: ExplainedLayer, of network: String, tokens: [ExplainedToken]
  ) {
    let direction = network == "Encoder" ? ", \(layer.direction)" : ""
    let units = (layer.hidden.first?.count ?? 0).of("unit")
    heading("\(network) layer \(layer.layer + 1)\(direction): \(units)")
    let norms = layer.norms
    let cells = layer.cell.map { $0.map(\.norm) }
    let greatest = norms.max() ?? 0
    var header: [(title: String, alignment: TerminalTable.Alignment)] = [
      ("token", .left), ("‖h‖", .right),
    ]
    if cells != nil { header.append(("‖c‖", .right)) }
    header += layer.gates.map { ($0.name, .right) }
    header.append(("", .left))
    var table = TerminalTable(header)
    for time in norms.indices where time < tokens.count {
      var row = [token(tokens[time]), norms[time].fixed(2)]
      if let cells, time < cells.count { row.append(cells[time].fixed(2)) }
      row += layer.gates.map { $0.values[time].meanSize.fixed(2) }
      row.append(bar(greatest > 0 ? norms[time] / greatest : 0))
      table.add(row)
    }
    lines += table.lines(width: terminal.width)
    if !layer.gates.isEmpty {
      lines.append(terminal.faint("gates: mean size over all units; bar: ‖h‖"))
    }
  }

  private mutating func addContext() {
    let context = explanation.context
    heading("Context: \(context.kind)")
    if let vector = context.vector {
      lines.append("one vector of \(vector.count.of("unit")), ‖c‖ \(vector.norm.fixed(2))")
    }
    if let states = context.states {
      let width = (states.first?.count ?? 0).of("unit")
      lines.append("\(states.count.of("state")) of \(width) that attention looks at")
    }
    for (index, state) in context.initialStates.enumerated() {
      let cell = state.cell.map { ", ‖c‖ \($0.norm.fixed(2))" } ?? ""
      lines.append(
        "decoder layer \(index + 1) starts from ‖h‖ \(state.hidden.norm.fixed(2))\(cell) "
          + "(bridge \(explanation.model.bridge))")
    }
  }

  private mutating func addAttention() {
    let weights = explanation.steps.compactMap(\.attention)
    guard !weights.isEmpty, weights.count == explanation.steps.count else { return }
    heading("Attention (\(explanation.model.attention)): a row for each output token")
    lines +=
      AttentionDrawing(
        sources: explanation.source.tokens.map(\.text),
        targets: explanation.steps.map(\.output.token.text), weights: weights,
        width: terminal.width
      ).lines
  }

  private mutating func addSteps() {
    heading("Softmax, step by step")
    for (index, step) in explanation.steps.enumerated() {
      lines.append(
        "\(index + 1). " + terminal.strong("\(token(step.input)) → \(token(step.output.token))")
          + "  entropy \(step.entropy.fixed(3)) nat"
          + (step.generationProbability.map { "  p_gen \($0.fixed(3))" } ?? ""))
      var table = TerminalTable([
        ("   token", .left), ("logit", .right), ("log p", .right), ("p", .right), ("", .left),
      ])
      for candidate in step.shown {
        let mark = candidate.token.id == step.output.token.id ? " → " : "   "
        table.add([
          mark + token(candidate.token), Double(candidate.logit).fixed(3),
          Double(candidate.logProbability).fixed(4), candidate.probability.fixed(4),
          bar(candidate.probability),
        ])
      }
      lines += table.lines(width: terminal.width)
    }
  }

  private mutating func addBeam() {
    let output = explanation.output
    heading("Beam of \(explanation.beam.size)")
    lines += BeamDrawing(explanation.beam, terminal).lines
    lines.append(
      "output: log P \(output.logProbability.fixed(4)), after the length penalty "
        + output.score.fixed(4))
  }

  private mutating func addReference() {
    guard let reference = explanation.reference else { return }
    heading("Reference: \(reference.hypothesis.text.harmless)")
    var table = TerminalTable([
      ("token", .left), ("rank", .right), ("log p", .right), ("sum", .right),
      ("in the beam", .left),
    ])
    for step in reference.steps {
      table.add([
        token(step.token.token), "\(step.rank)", Double(step.token.logProbability).fixed(4),
        step.logProbability.fixed(4), step.isInBeam ? "yes" : "no",
      ])
    }
    lines += table.lines(width: terminal.width)
    if let step = reference.fellOffAt {
      let least = reference.leastInBeam.map { "; the last in the beam had \($0.fixed(4))" } ?? ""
      lines.append("It fell off the beam at step \(step + 1)\(least).")
    }
    let scores =
      "reference \(reference.hypothesis.score.fixed(4)), output \(explanation.output.score.fixed(4))"
    lines.append(
      terminal.strong(ExplanationText.verdict(reference.verdict)) + " Scores: \(scores).")
  }

  private static func verdict(_ verdict: ExplainedReference.Verdict) -> String {
    switch verdict {
    case .searchError:
      "Verdict: search error, the model prefers the reference and the search missed it."
    case .modelError:
      "Verdict: model error, the model prefers its own output."
    case .none: "Verdict: none, output and reference score the same."
    }
  }
}

extension String {
  /// The text on one line, without what a terminal would take for a command.
  fileprivate var harmless: String {
    let scalars = onOneLine.unicodeScalars.map { scalar in
      scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar
    }
    return String(String.UnicodeScalarView(scalars))
  }
}
