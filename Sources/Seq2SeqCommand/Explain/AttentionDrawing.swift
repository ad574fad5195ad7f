import Seq2Seq

/// An attention map for a terminal: a row for each target token, a column for each source token,
/// the darker the greater the weight.
struct AttentionDrawing {
  /// From which weight on a cell is drawn how.
  private static let shades: [(from: Float, block: Character)] = [
    (0.75, "█"), (0.5, "▓"), (0.25, "▒"), (0.1, "░"),
  ]
  private static let nothing: Character = "·"
  /// The columns and lines that one token may take.
  private static let widestLabel = 16

  private let sources: [TokenLabel]
  private let targets: [TokenLabel]
  private let weights: [[Float]]
  private let width: Int

  /// - Parameters:
  ///   - weights: For each target token the weights over the source tokens.
  ///   - width: The columns of the terminal.
  init(sources: [String], targets: [String], weights: [[Float]], width: Int) {
    self.sources = sources.map { TokenLabel($0, widest: AttentionDrawing.widestLabel) }
    self.targets = targets.map { TokenLabel($0, widest: AttentionDrawing.widestLabel) }
    self.weights = weights
    self.width = width
  }

  /// The lines, from top to bottom.
  var lines: [String] {
    let margin = (targets.map(\.width).max() ?? 0) + 1
    // Source tokens are written across if there is room, and downwards if not.
    let isAcross = sources.reduce(margin) { $0 + max(2, $1.width) + 1 } <= width
    let widths = sources.map { isAcross ? max(2, $0.width) : 2 }
    let indent = String(repeating: " ", count: margin)
    let header = isAcross ? [across(widths)] : downwards()
    let rows = zip(targets, weights).map { target, row in
      let cells = zip(row, widths).map { weight, width in
        String(repeating: AttentionDrawing.shade(weight), count: width)
      }
      let label = String(repeating: " ", count: margin - 1 - target.width) + target.text
      return label + " " + cells.joined(separator: " ")
    }
    return header.map { AttentionDrawing.trimmed(indent + $0) } + rows + ["", AttentionDrawing.key]
  }

  private func across(_ widths: [Int]) -> String {
    zip(sources, widths).map { source, width in
      source.text + String(repeating: " ", count: width - source.width)
    }.joined(separator: " ")
  }

  /// The tokens letter under letter, ending in the same line.
  private func downwards() -> [String] {
    let letters = sources.map(\.characters)
    let height = letters.map(\.count).max() ?? 0
    return (0..<height).map { line in
      letters.map { letters in
        let index = line - (height - letters.count)
        guard index >= 0 else { return "  " }
        let letter = letters[index]
        return String(letter) + String(repeating: " ", count: max(0, 2 - letter.displayWidth))
      }.joined(separator: " ")
    }
  }

  private static func shade(_ weight: Float) -> Character {
    shades.first { weight >= $0.from }?.block ?? nothing
  }

  private static var key: String {
    let shades = shades.reversed().map { "\($0.block) from \(Int($0.from * 100)) %" }
    return "\(nothing) less  " + shades.joined(separator: "  ")
  }

  private static func trimmed(_ line: String) -> String {
    String(line.reversed().drop { $0 == " " }.reversed())
  }
}
