/// The fewest edits that turn a reference into a hypothesis, one by one.
package enum EditAlignment {
  /// What became of one token of the reference, or where one came from that it does not have.
  package struct Pair: Hashable, Sendable {
    /// The token of the reference; nil for an insertion.
    package let reference: String?
    /// The token of the hypothesis; nil for a deletion.
    package let hypothesis: String?
  }

  /// The most products of lengths that are aligned: the table of distances has so many cells.
  package static let mostCells = 16_000_000

  /// Both sides aligned, in order, matches included; nil where they are too long.
  ///
  /// Of alignments with equally few edits it is the one that, seen from the end, substitutes first, then deletes.
  ///
  /// - Parameter hypothesis: Its tokens; nil for one that matches nothing.
  package static func pairs(hypothesis: [String?], reference: [String]) -> [Pair]? {
    let (rows, columns) = (reference.count + 1, hypothesis.count + 1)
    guard rows.multipliedReportingOverflow(by: columns).partialValue <= mostCells,
      rows <= mostCells, columns <= mostCells
    else { return nil }
    var numbers: [String: Int32] = [:]
    let references = reference.map { token in
      if let known = numbers[token] { return known }
      numbers[token] = Int32(truncatingIfNeeded: numbers.count)
      return Int32(truncatingIfNeeded: numbers.count - 1)
    }
    let hypotheses = hypothesis.map { $0.flatMap { numbers[$0] } ?? -1 }
    let distances = distances(hypotheses, references)
    var pairs: [Pair] = []
    var (row, column) = (reference.count, hypothesis.count)
    while row > 0 || column > 0 {
      let own = distances[row * columns + column]
      if row > 0, column > 0 {
        let cost: Int32 = references[row - 1] == hypotheses[column - 1] ? 0 : 1
        if own == distances[(row - 1) * columns + column - 1] + cost {
          (row, column) = (row - 1, column - 1)
          pairs.append(Pair(reference: reference[row], hypothesis: hypothesis[column] ?? "<unk>"))
          continue
        }
      }
      if row > 0, own == distances[(row - 1) * columns + column] + 1 {
        row -= 1
        pairs.append(Pair(reference: reference[row], hypothesis: nil))
      } else {
        column -= 1
        pairs.append(Pair(reference: nil, hypothesis: hypothesis[column] ?? "<unk>"))
      }
    }
    return pairs.reversed()
  }

  /// The distance of every beginning of the reference, a row each, to every beginning of the hypothesis.
  private static func distances(_ hypothesis: [Int32], _ reference: [Int32]) -> [Int32] {
    let columns = hypothesis.count + 1
    var cells = [Int32](repeating: 0, count: (reference.count + 1) * columns)
    cells.withUnsafeMutableBufferPointer { cells in
      for column in 0..<columns { cells[column] = Int32(truncatingIfNeeded: column) }
      for (index, token) in reference.enumerated() {
        let (above, own) = (index * columns, (index + 1) * columns)
        cells[own] = Int32(truncatingIfNeeded: index + 1)
        for column in hypothesis.indices {
          let substituted = cells[above + column] + (token == hypothesis[column] ? 0 : 1)
          cells[own + column + 1] = min(
            substituted, cells[above + column + 1] + 1, cells[own + column] + 1)
        }
      }
    }
    return cells
  }
}
